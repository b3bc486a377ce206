import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requireProgram, testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { startSshd } from "../../../test/bed/sshd.ts";
import { parseKeyLine } from "./key-line.ts";
import { expiryOf } from "./key-options.ts";

const type = "ssh-ed25519";
/** A public key of which nobody has the private part; sshd says all the same whether it would do. */
function keyOf(bytes: Buffer): string {
  const field = (content: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, content.length]), content]);
  return `${type} ${Buffer.concat([field(Buffer.from(type)), field(bytes)]).toString("base64")}`;
}

test("a line is read as authorized_keys(5) says, quotes and commas in values included", () => {
  const key = keyOf(Buffer.alloc(32, 7));
  const line = `  from="10.0.0.0/8,!10.9.*",command="say \\"hi, you\\"; x",No-PTY,environment="TOKEN=s3cret",expiry-time="20300101Z" ${key} ada at home `;
  expect(parseKeyLine(line)).toEqual({
    type,
    bits: undefined,
    fingerprint: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/),
    comment: "ada at home",
    certAuthority: false,
    options: [
      { name: "from", value: "10.0.0.0/8,!10.9.*" },
      { name: "command", value: 'say "hi, you"; x' },
      { name: "no-pty" },
      { name: "environment", value: "TOKEN" },
      { name: "expiry-time", value: "20300101Z" },
    ],
  });
  expect(parseKeyLine(`cert-authority,principals="ops" ${key}`)).toMatchObject({ certAuthority: true });
  for (const none of ["", "# no key", "ssh-ed25519 AAAA", `ssh-rsa ${key.split(" ")[1]}`, `"open ${key}`])
    expect(parseKeyLine(none)).toBeUndefined();
});

test("whatever is in a file, reading it ends and throws nothing", () => {
  const blank = fc.constantFrom(" ", "\t", '"', "\\", ",", "=", "from=", keyOf(Buffer.alloc(32)));
  const noise = fc.array(fc.oneof(blank, fc.string()), { maxLength: 12 });
  fc.assert(fc.property(noise, (parts) => void parseKeyLine(parts.join(""))));
});

test("a time is UTC where it says so, and none where sshd knows none", () => {
  expect(expiryOf("20300102")).toEqual({ at: Date.UTC(2030, 0, 2), utc: false });
  expect(expiryOf("203001020304z")).toEqual({ at: Date.UTC(2030, 0, 2, 3, 4), utc: true });
  for (const none of ["", "2030", "20301301", "203001022500", "2030-01-02", "19700101Z"])
    expect(expiryOf(none)).toBeUndefined();
});

const kinds = [["rsa", "1024"], ["rsa", "2048"], ["ecdsa", "256"], ["ecdsa", "384"], ["ecdsa", "521"], ["ed25519"]];
test.skipIf(!testbedHas("ssh-keygen"))("fingerprints, types and lengths are those of ssh-keygen", () => {
  const folder = runFolder("keys");
  for (const [at, [kind = "", bits]] of kinds.entries()) {
    const file = join(folder, String(at));
    const length = bits === undefined ? [] : ["-b", bits];
    execFileSync(requireProgram("ssh-keygen") ?? "", ["-q", "-t", kind, ...length, "-N", "", "-C", "a b", "-f", file]);
    const line = execFileSync("cat", [`${file}.pub`], { encoding: "utf8" }).trim();
    const told = execFileSync("ssh-keygen", ["-lf", `${file}.pub`], { encoding: "utf8" }).trim();
    const key = parseKeyLine(`restrict ${line}`);
    const name = kind.toUpperCase();
    expect(`${key?.bits ?? 256} ${key?.fingerprint} ${key?.comment} (${name})`).toBe(told);
  }
});

describe.skipIf(!testbedHas("sshd") || !testbedHas("ssh"))("a real sshd", () => {
  const values = fc.constantFrom(
    ...['from="127.0.0.1"', 'from="10.0.0.0/8"', 'from="!127.0.0.1,*"', 'from="127.0.0.0/8,!127.0.0.2"'],
    ...['from="127.*"', 'from="127.0.0.1/8"', 'expiry-time="20200101"', 'expiry-time="20990101Z"'],
    ...['expiry-time="20991301"', 'expiry-time=""', "restrict", "pty", "no-PTY", "cert-authority", "no-restrict"],
    ...['command="a \\"b\\", c"', 'command="a', "command=a", 'environment="A=b"', 'environment="A-B=c"'],
    ...['environment="A"', 'permitopen="a:80"', 'permitopen="a"', 'permitopen="[::1]:*"', 'permitopen="a:70000"'],
    ...['permitlisten="80"', 'permitlisten="x:y"', 'tunnel="any"', 'tunnel="3"', 'tunnel="x"', "verify-required"],
    ...["touch-required", "bogus", "restrictx", "", 'principals="a"', "user-rc", "no-user-rc", 'command="a\\\\"'],
    ...['permitopen="[::1]/80"', 'permitopen=":80"', 'tunnel="1:2"', 'FROM="127.0.0.1"', 'from=""', "x11-forwarding"],
  );
  const written = fc.array(values, { maxLength: 3 }).map((it) => it.join(","));

  test("offers a login by exactly those lines of which we say that it does", async () => {
    const folder = runFolder("offered");
    const lines = fc.sample(written, 200);
    const keys = lines.map(() => keyOf(randomBytes(32)));
    const file = join(folder, "authorized_keys");
    writeFileSync(
      file,
      lines.map((options, at) => `${options === "" ? "" : `${options} `}${keys[at]} k${at}\n`).join(""),
    );
    const daemon = await startSshd(
      `AuthorizedKeysFile ${file}\nStrictModes no\nMaxAuthTries 1000\nLoginGraceTime 0\nPermitRootLogin yes\n`,
    );
    const offered = new Set<number>();
    // The client takes at most a hundred keys at once.
    for (let first = 0; first < keys.length; first += 50) {
      const identities = keys.slice(first, first + 50).flatMap((key, at) => {
        const path = join(folder, `k${first + at}`);
        writeFileSync(path, `${key}\n`);
        return ["-i", path];
      });
      for (const at of await accepted(daemon.port, identities)) offered.add(at);
    }
    const told = lines.map((_, at) => ({ line: lines[at], login: offered.has(at) }));
    const ours = lines.map((line, at) => ({ line, login: mayLogIn(`${line} ${keys[at]}`) }));
    expect(ours).toEqual(told);
    await daemon.stop();
    expect(offered.size).toBeGreaterThan(20);
    expect(offered.size).toBeLessThan(180);
  });

  async function accepted(port: number, identities: readonly string[]): Promise<readonly number[]> {
    const options = ["BatchMode=yes", "IdentitiesOnly=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"];
    const args = ["-F", "none", "-v", ...options.flatMap((it) => ["-o", it]), ...identities, "-p", String(port)];
    const { stderr } = await promisify(execFile)("ssh", [...args, "root@127.0.0.1", "true"]).catch(
      (failed: { readonly stderr: string }) => failed,
    );
    return [...stderr.matchAll(/Server accepts key: \S*\/k(\d+) /g)].map(([, at]) => Number(at));
  }
});

/** Whether somebody from 127.0.0.1 may log in by a line now. */
function mayLogIn(line: string): boolean {
  const key = parseKeyLine(line);
  if (key === undefined || key.refused !== undefined || key.certAuthority) return false;
  return key.options.every(({ name, value = "" }) => {
    if (name === "from") return /^(127\.\*|127\.0\.0\.1|127\.0\.0\.0\/8,!127\.0\.0\.2)$/.test(value);
    if (name !== "expiry-time") return true;
    const expiry = expiryOf(value);
    return expiry !== undefined && expiry.at > Date.now();
  });
}
