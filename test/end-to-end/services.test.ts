import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { vsftpdSettings } from "../bed/vsftpd.ts";
import { type JsonReport, main, written } from "./holdfast.ts";

type Variant = "bad" | "good";

function sshd(variant: Variant): string {
  const folder = runFolder("sshd");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key")]);
  // sshd refuses to start without its folder for privilege separation.
  mkdirSync("/run/sshd", { recursive: true });
  const quiet = variant === "good" ? "DebianBanner no\n" : "";
  writeFileSync(join(folder, "config"), `Port 22\nHostKey ${folder}/key\nPidFile ${folder}/pid\n${quiet}`);
  return `${execFileSync("which", ["sshd"], { encoding: "utf8" }).trim()} -D -e -f ${folder}/config`;
}

function nginx(variant: Variant): string {
  const folder = runFolder("nginx");
  const answer = variant === "good" ? "301 https://www.example.com/" : "200 shop";
  writeFileSync(
    join(folder, "conf"),
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit; events {}
http { access_log off; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f;
scgi_temp_path ${folder}/s; uwsgi_temp_path ${folder}/u; server { listen 80; return ${answer}; } }`,
  );
  return `nginx -e stderr -p ${folder} -c ${folder}/conf`;
}

/** Greets and answers as a mail server does that has TLS, or has not. */
function mail(variant: Variant): string {
  const greeting = variant === "good" ? "220 mail.example.com ESMTP" : "220 mail.example.com ESMTP Example 4.96";
  const told = variant === "good" ? "250-mail\\r\\n250 STARTTLS\\r\\n" : "250-mail\\r\\n250 AUTH PLAIN\\r\\n";
  const program = `require("node:net").createServer((s) => { s.on("error", () => {}); s.write("${greeting}\\r\\n"); s.on("data", () => s.write("${told}")); }).listen(25, "0.0.0.0");`;
  return `${process.execPath} ${written("mail.cjs", program)}`;
}

const redis = (variant: Variant) =>
  `redis-server --port 6379 --bind ${variant === "good" ? "127.0.0.1" : "0.0.0.0"} --protected-mode no --save "" --dir ${runFolder("redis")}`;

const ports = [21, 22, 25, 80, 6379];

/** Starts the servers in a network of their own, so that no other is seen, and runs the real command beside them. */
async function checked(variant: Variant, clients: string): Promise<JsonReport> {
  const listeners = ports.map((port) => `{ port: ${port}, clients: ${clients}, purpose: a test }`);
  const estate = written(
    "estate.yaml",
    `
estate: test-bed
environments:
  production: { kind: production }
systems:
  site: { environment: production, criticality: high, exposure: external, hosts: [here] }
hosts:
  here: { listeners: [${listeners.join(", ")}] }
`,
  );
  const settings = vsftpdSettings("0.0.0.0", 21, variant);
  const servers = [sshd(variant), nginx(variant), mail(variant), redis(variant), `vsftpd ${settings}`];
  const script = `PATH=$PATH:/usr/sbin
ip link set lo up || exit 9
pids=
trap 'kill $pids; wait' EXIT
${servers.map((it) => `${it} >/dev/null 2>&1 &\npids="$pids $!"`).join("\n")}
for port in ${ports.join(" ")}; do
  tries=0
  until grep -q ":$(printf %04X $port) 00000000:0000 0A" /proc/net/tcp; do
    tries=$((tries + 1)); [ $tries -lt 600 ] || exit 8
    sleep 0.05
  done
done
"$@"`;
  const args = ["check", estate, "--only", "HAR-11", "ISO-2", "--format", "json"];
  const [command = "", ...apart] = ["unshare", "--net", "sh", "-c", script, "sh"];
  const child = spawn(command, [...apart, process.execPath, main, ...args], {
    ...{ cwd: runFolder("cwd"), stdio: ["ignore", "pipe", "pipe"] },
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  await once(child, "close");
  if (out.length === 0) throw new Error(`nothing was told: ${Buffer.concat(err).toString()}`);
  return JSON.parse(Buffer.concat(out).toString());
}

const programs = ["unshare", "ip", "sshd", "nginx", "redis-server", "vsftpd", "openssl"];
const able = process.getuid?.() === 0 && programs.every(testbedHas);
const controls = ["banners-without-version", "no-other-plaintext"];

describe.skipIf(!able)("the services of a host", () => {
  let bad: JsonReport;
  beforeAll(async () => {
    bad = await checked("bad", "anyone");
  });

  test("as they came are told for each version, and for each word in plaintext", () => {
    const problems = bad.findings.filter((it) => controls.includes(it.control)).map((it) => it.problem);
    const expected = [
      /^sshd on 22\/tcp greets with the patch level of its package: “SSH-2\.0-OpenSSH_[\d.]+p\d+ Debian-/,
      /^vsftpd on 21\/tcp greets with a version: “220 \(vsFTPd \d/,
      /^\S+ on 25\/tcp greets with a version: “220 mail\.example\.com ESMTP Example 4\.96”$/,
      /^vsftpd on 21\/tcp speaks ftp in plaintext and does not offer TLS$/,
      /^\S+ on 25\/tcp speaks smtp in plaintext and does not offer TLS$/,
      /^nginx on 80\/tcp answers 200 to plain HTTP and does not redirect to HTTPS$/,
      /^redis-server on 6379\/tcp speaks redis, which has no encryption$/,
    ];
    for (const it of expected) expect(problems).toContainEqual(expect.stringMatching(it));
    expect(problems).toHaveLength(expected.length);
  });

  test("hardened hold, and nothing of them stays unknown", async () => {
    const good = await checked("good", "anyone");
    expect(good.findings.filter((it) => controls.includes(it.control))).toEqual([]);
    expect(good.unknowns.filter((it) => controls.includes(it.control ?? ""))).toEqual([]);
  });

  test("of which nobody said who reaches them are not told to be right", async () => {
    const open = await checked("bad", "undecided");
    expect(open.findings.filter((it) => it.control === "no-other-plaintext")).toEqual([]);
    expect(open.unknowns.filter((it) => it.control === "no-other-plaintext")).toHaveLength(4);
  });
});
