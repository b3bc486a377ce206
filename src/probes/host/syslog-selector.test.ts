import { expect, test } from "vitest";
import { selects } from "./syslog-selector.ts";

test.each([
  ["auth,authpriv.*", "authpriv", "info", true],
  ["*.*", "auth", "debug", true],
  ["*.info;mail.none;authpriv.none;cron.none", "auth", "info", true],
  ["*.info;mail.none;authpriv.none;cron.none", "authpriv", "notice", false],
  ["*.err", "auth", "info", false],
  ["*.=info", "auth", "info", true],
  ["*.=info", "auth", "notice", false],
  ["*.*;auth.!=info", "auth", "info", false],
  ["*.*;auth.!err", "auth", "info", true],
  ["*.*;auth.!info", "auth", "err", false],
  ["AUTH.Info", "auth", "warning", true],
  ["mail.*", "auth", "info", false],
  ["auth.nonsense", "auth", "info", false],
  ["", "auth", "info", false],
] as const)("%s lets %s.%s pass: %s", (selector, facility, level, passes) => {
  expect(selects(selector, facility, level)).toBe(passes);
});
