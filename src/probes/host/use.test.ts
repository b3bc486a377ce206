import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { collectScript } from "./script.ts";
import { hostUse, lastLogins, requestTime } from "./use.ts";

const now = new Date("2026-11-28T12:00:00Z");

/** The script's own look at logs, in a folder that stands for /var/log. */
function toldOf(logs: Readonly<Record<string, string>>, shell: readonly string[] = ["/bin/sh"]): string {
  const folder = runFolder("logs");
  for (const [name, text] of Object.entries(logs)) {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
  }
  const script = collectScript({}).replaceAll("/var/log", folder);
  const definitions = script.slice(0, script.lastIndexOf("main "));
  const [program = "", ...args] = shell;
  const input = `${definitions}\nhas_timeout= in_foreground= with_kill=\naccess_logs\n`;
  return execFileSync(program, [...args, "-s"], { input, encoding: "utf8" }).replaceAll(folder, "/var/log");
}
const used = (text: string) => hostUse(hostSections({ "access-logs": text }), now);

const combined = (day: string, status: number, agent: string) =>
  `198.51.100.7 - - [${day}/Nov/2026:10:00:00 +0100] "GET /basket?token=abc HTTP/1.1" ${status} 12 "-" "${agent}"\n`;
const haproxy = (day: string, status: number) =>
  `Nov ${day} 10:00:00 gate haproxy[9]: 198.51.100.7:4242 [${day}/Nov/2026:10:00:00.123] shop~ app/app1 0/0/1/2/3 ${status} 512 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"\n`;
const caddy = (ts: number | string, status: number) =>
  `{"level":"info","ts":${JSON.stringify(ts)},"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"198.51.100.7","host":"shop.example.com","uri":"/","headers":{"User-Agent":["curl/8"]}},"status":${status}}\n`;

const shells: readonly (readonly [string, readonly string[]])[] = [
  ["dash", ["/bin/sh"]],
  ...(testbedHas("busybox") ? [["busybox", ["busybox", "sh"]] as const] : []),
];
describe.each(shells)("the ends of access logs, told by %s", (_, shell) => {
  it("are told by file and site, with the last request that counts as use", () => {
    const { logs } = used(
      toldOf(
        {
          "nginx/access.log":
            combined("20", 200, "Firefox") + combined("21", 200, "UptimeRobot/2.0") + combined("22", 404, "Firefox"),
          "apache2/other_vhosts_access.log": `shop.example.com:443 ${combined("23", 200, "Firefox")}old.example.com:80 ${combined("11", 200, "Firefox")}`,
          "caddy/access.log": caddy(1_795_600_000.5, 200) + caddy("2026-11-27T10:00:00.5Z", 500),
          "haproxy.log": haproxy("24", 200) + haproxy("25", 503),
        },
        shell,
      ),
    );
    expect(logs).toMatchObject([
      {
        file: "/var/log/apache2/other_vhosts_access.log",
        site: "old.example.com",
        lastUse: "2026-11-11T09:00:00.000Z",
      },
      {
        file: "/var/log/apache2/other_vhosts_access.log",
        site: "shop.example.com",
        lastUse: "2026-11-23T09:00:00.000Z",
      },
      {
        ...{ file: "/var/log/caddy/access.log", site: "shop.example.com", requests: 2 },
        ...{ lastRequest: "2026-11-27T10:00:00.000Z", lastUse: "2026-11-25T09:46:40.000Z" },
      },
      {
        ...{ file: "/var/log/haproxy.log", requests: 2 },
        ...{ lastRequest: "2026-11-25T10:00:00.000Z", lastUse: "2026-11-24T10:00:00.000Z" },
      },
      {
        ...{ file: "/var/log/nginx/access.log", requests: 3 },
        ...{ lastRequest: "2026-11-22T09:00:00.000Z", lastUse: "2026-11-20T09:00:00.000Z" },
      },
    ]);
  });

  it("tell nothing of who asked, and nothing of what was asked for", () => {
    const text = toldOf({ "nginx/access.log": combined("20", 200, "Firefox") }, shell);
    expect(text).not.toMatch(/198\.51|token|Firefox/);
  });

  it("of crawlers, Holdfast itself and noise are no use", () => {
    const { logs } = used(
      toldOf(
        { "nginx/access.log": `${combined("20", 200, "Holdfast")}${combined("21", 200, "Examplebot/2.1")}noise\n` },
        shell,
      ),
    );
    expect(logs.map((it) => [it.lastUse, it.requests])).toEqual([[undefined, 2]]);
  });

  it("are none where there are none", () => {
    expect(used(toldOf({}, shell))).toEqual({ logs: [], logins: [], unseen: [] });
  });
});

test("times of every format are read, and nothing else is", () => {
  expect(requestTime("28/Nov/2026:06:20:01 +0100")).toBe("2026-11-28T05:20:01.000Z");
  expect(requestTime("28/Nov/2026:06:20:01.123")).toBe("2026-11-28T06:20:01.000Z");
  expect(requestTime("1795600000.5")).toBe("2026-11-25T09:46:40.000Z");
  expect(requestTime("2026-11-28T06:20:01+01:00")).toBe("2026-11-28T05:20:01.000Z");
  for (const text of ["", "-", "28/Foo/2026:06:20:01 +0100", "99/Nov/2026:06:20:01 +0100", "soon"])
    expect(requestTime(text)).toBeUndefined();
});

test("a request of the future is no evidence", () => {
  expect(used("log\t/var/log/nginx/access.log\t-\t28/Nov/2028:06:20:01 +0000\t-\t1").logs).toEqual([]);
});

test("the last login of each account is told, and restarts are none", () => {
  const text = `ann      pts/0        198.51.100.7     2026-11-28T06:20:01+00:00   still logged in
ann      pts/0        198.51.100.7     2026-11-01T06:20:01+00:00 - 2026-11-01T07:20:01+00:00  (01:00)
reboot   system boot  6.1.0            2026-11-01T06:00:01+00:00   still running

wtmp begins 2026-11-01T06:00:01+00:00
`;
  expect(lastLogins(text)).toEqual([{ account: "ann", at: "2026-11-28T06:20:01.000Z" }]);
});

test("what could not be read is told", () => {
  const from = hostSections({ "access-logs": "unread\t/var/log/nginx\n", logins: { exitCode: 127 } });
  expect(hostUse(from, now).unseen.map((it) => it.reason)).toEqual([
    "/var/log/nginx was not read",
    "last: its program isn't installed",
  ]);
});
