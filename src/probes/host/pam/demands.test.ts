import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { testbedHas } from "../../../../test/bed/program.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { demandsOf } from "./demands.ts";
import type { PamAccount } from "./modules.ts";
import { pamStack, parsePamFiles } from "./stack.ts";

const account: PamAccount = { password: "set", enrolled: new Map([["pam_google_authenticator", true]]), asRoot: true };

/** What a stack asks for, each way as a text. */
function asked(sshd: string, own: Partial<PamAccount> = {}, others = "") {
  const told = demandsOf(pamStack(parsePamFiles(`file\t/etc/pam.d/sshd\n${sshd}\n${others}`), "sshd", "auth"), {
    ...account,
    ...own,
  });
  if ("trouble" in told) return told.trouble;
  return told.demands.map(
    (it) => `${it.factors.join("+") || "nothing"}${it.dependsOn.length > 0 ? ` by ${it.dependsOn}` : ""}`,
  );
}
const debian =
  "file\t/etc/pam.d/common-auth\nauth [success=1 default=ignore] pam_unix.so nullok\nauth requisite pam_deny.so\nauth required pam_permit.so\nauth optional pam_cap.so\n";
const code = "auth required pam_google_authenticator.so";

test("a stack asks for what its modules ask for, one after the other", () => {
  expect(asked("@include common-auth", {}, debian)).toEqual(["password"]);
  expect(asked(`@include common-auth\n${code}`, {}, debian)).toEqual(["password+code"]);
  expect(asked(`auth sufficient pam_google_authenticator.so\n@include common-auth`, {}, debian)).toEqual([
    "password",
    "code",
  ]);
  expect(asked("auth sufficient pam_rootok.so\nauth required pam_unix.so")).toEqual(["nothing"]);
  expect(asked("auth sufficient pam_rootok.so\nauth required pam_unix.so", { asRoot: false })).toEqual(["password"]);
  expect(asked("@include common-auth", { password: "locked" }, debian)).toEqual([]);
  expect(asked("@include common-auth", { password: "empty" }, debian)).toEqual(["nothing"]);
  expect(asked("auth required pam_unix.so", { password: "empty" })).toEqual([]);
  expect(asked("account required pam_permit.so")).toEqual([]);
});

test("a code that an account may go without is asked of those who are enrolled, and where that is unseen it depends", () => {
  const stack = `auth required pam_unix.so\n${code} nullok`;
  const enrolled = (it: boolean) => ({ enrolled: new Map([["pam_google_authenticator", it]]) });
  expect(asked(stack)).toEqual(["password+code"]);
  expect(asked(stack, enrolled(false))).toEqual(["password"]);
  expect(asked(stack, { enrolled: new Map() })).toEqual(["password by pam_google_authenticator", "password+code"]);
  expect(asked(`auth required pam_unix.so\n${code}`, enrolled(false))).toEqual([]);
  expect(asked("auth required pam_u2f.so nouserok", { enrolled: new Map([["pam_u2f", false]]) })).toEqual(["nothing"]);
});

test("what isn't known of a module is followed both ways, and told", () => {
  expect(
    asked(`auth [success=1 default=ignore] pam_succeed_if.so user ingroup nocode\n${code}\nauth required pam_unix.so`),
  ).toEqual(["password by pam_succeed_if", "password+code"]);
  expect(asked("auth sufficient pam_vendor.so\nauth required pam_unix.so")).toEqual([
    "nothing by pam_vendor",
    "password",
  ]);
  expect(asked("auth optional pam_exec.so /x\nauth required pam_unix.so")).toEqual(["password"]);
});

test("a stack that can't be read as a whole is told so", () => {
  expect(asked("@include gone")).toBe("/etc/pam.d/gone is not there");
  expect(asked("auth include sshd")).toBe("files include each other without end");
  expect(asked("auth sometimes pam_unix.so")).toContain("can't be read");
});

const result = fc.constantFrom("success", "auth_err", "ignore", "user_unknown", "perm_denied");
const action = fc.constantFrom("ok", "done", "bad", "die", "ignore", "reset", "1", "2", "3");
const control = fc.oneof(
  fc.constantFrom("required", "requisite", "sufficient", "optional", "Required"),
  fc
    .array(fc.tuple(fc.constantFrom("success", "auth_err", "ignore", "user_unknown", "default"), action), {
      minLength: 1,
      maxLength: 4,
    })
    .map((all) => `[${all.map((it) => it.join("=")).join(" ")}]`),
);
const module = fc.tuple(control, result).map(([how, what]) => `auth ${how} pam_debug.so auth=${what}`);
const stackOf = (below: readonly string[]) =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: module },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          "auth required pam_permit.so",
          "auth requisite pam_deny.so",
          "account required pam_deny.so",
        ),
      },
      ...below.map((it) => ({
        weight: 1,
        arbitrary: fc.constantFrom(`auth substack ${it}`, `auth include ${it}`, `@include ${it}`),
      })),
    ),
    { minLength: 1, maxLength: 7 },
  );
const wish = fc.record({ sshd: stackOf(["b", "c"]), b: stackOf(["c"]), c: stackOf([]) });

test.skipIf(!testbedHas("pamtester") || process.getuid?.() !== 0)(
  "decides as Linux-PAM does, for generated stacks",
  () => {
    const folder = runFolder("pam");
    const stacks = fc.sample(wish, 300);
    for (const [at, files] of stacks.entries()) {
      mkdirSync(join(folder, String(at)));
      for (const [name, lines] of Object.entries(files))
        writeFileSync(join(folder, String(at), name), `${lines.join("\n")}\n`);
    }
    const loop = `for at in $(seq 0 ${stacks.length - 1}); do mount --bind ${folder}/$at /etc/pam.d; pamtester sshd root authenticate </dev/null >/dev/null 2>&1 && echo yes || echo no; umount /etc/pam.d; done`;
    const said = execFileSync("unshare", ["--mount", "--propagation", "private", "sh", "-c", loop], {
      encoding: "utf8",
    });
    const real = said.trim().split("\n");
    const ours = stacks.map((files) => {
      const text = Object.entries(files).map(([name, lines]) => `file\t/etc/pam.d/${name}\n${lines.join("\n")}\n`);
      const told = demandsOf(pamStack(parsePamFiles(text.join("")), "sshd", "auth"), account);
      return "demands" in told && told.demands.some((it) => it.factors.length === 0) ? "yes" : "no";
    });
    for (const [at, files] of stacks.entries()) expect(ours[at], JSON.stringify(files, null, 1)).toBe(real[at]);
    expect(real.filter((it) => it === "yes").length).toBeGreaterThan(15);
  },
);
