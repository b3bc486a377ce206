import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../test/bed/free-port.ts";
import { testbedHas } from "../../test/bed/program.ts";
import { runFolder } from "../../test/bed/run-folder.ts";
import { plainUser, type SshHostBed, sshKey, startSshHost } from "../../test/bed/ssh-host.ts";
import { SshConnections } from "./ssh.ts";
import { noRootMark, rootScriptPath } from "./ssh-command.ts";
import type { SshHost } from "./ssh-host.ts";
import type { ScriptLimits } from "./transport.ts";

const limits: ScriptLimits = { timeoutMs: 60_000, maxBytes: 1024 * 1024 };
const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write("skipped: tests that start an sshd as root\n");
const there = isRoot && ["ssh", "sshd", "ssh-keygen", "unshare"].map(testbedHas).every(Boolean);

let connections = new SshConnections();
afterEach(async () => {
  await connections.close();
  connections = new SshConnections();
});

async function run(host: SshHost, script: string, within: Partial<ScriptLimits> = {}) {
  const result = await connections.transport(host).run(script, { ...limits, ...within });
  return "kind" in result ? result : { ...result, text: result.stdout.toString("utf8") };
}
const told = async (host: SshHost, script: string): Promise<string> => {
  const result = await run(host, script);
  if ("kind" in result) throw new Error(JSON.stringify(result));
  return result.text;
};
const hostOf = ({ port, identity, knownHosts }: SshHostBed, user = "root", name = "web1"): SshHost => ({
  ...{ name, address: "127.0.0.1", port, user, identity, knownHosts, sudo: false },
});
const sockets = () => readdirSync(tmpdir()).filter((it) => it.startsWith("holdfast-ssh-"));

describe.skipIf(!there)("a host over SSH", () => {
  let bed: SshHostBed;
  beforeAll(async () => {
    bed = await startSshHost({ settings: "Banner /etc/os-release\nSetEnv LC_ALL=de_DE" });
  });
  afterAll(() => bed.stop());

  test("runs a script in one shell, as the user that is declared, with its output, errors and exit code", async () => {
    const result = await run(
      hostOf(bed, plainUser),
      "id -un\nprintf 'a\\000\\036b'\nexec 3</dev/null\necho wrong >&2\nexit 7",
    );
    expect(result).toMatchObject({
      exitCode: 7,
      text: `${plainUser}\na\0\x1eb`,
      stderr: expect.stringContaining("wrong"),
    });
    expect(await told(hostOf(bed, "root", "web2"), "id -u; nice; tty")).toMatch(/^0\n1\d\nnot a tty\n$/);
  });

  test("takes a script of any length with any quotes, and forwards nothing", async () => {
    const quotes = `'"\`$!\\ü\n`;
    const script = `cat <<'END'\n${quotes.repeat(20_000)}END\necho "$SSH_AUTH_SOCK-$DISPLAY-$HOLDFAST_TEST"\n`;
    process.env["HOLDFAST_TEST"] = "must not arrive";
    expect(await told(hostOf(bed), script)).toBe(`${quotes.repeat(20_000)}--\n`);
    delete process.env["HOLDFAST_TEST"];
  });

  test("logs in once for all that is asked, also side by side, and leaves no connection, socket or folder", async () => {
    const before = sockets();
    const parents = await Promise.all([1, 2, 3].map(() => told(hostOf(bed), "echo $SSH_CONNECTION")));
    expect(new Set(parents).size).toBe(1);
    const made = sockets().filter((it) => !before.includes(it));
    expect(made).toHaveLength(1);
    await connections.close();
    expect(sockets()).toEqual(before);
    const clients = readFileSync("/proc/net/tcp", "latin1")
      .split("\n")
      .filter((line) => new RegExp(`:${bed.port.toString(16).toUpperCase().padStart(4, "0")} 01 `).test(line));
    expect(clients).toEqual([]);
  });

  test("is reached over another host, by one connection to that, and only where that leads", async () => {
    const gate = await startSshHost();
    const over = hostOf(gate, plainUser, "gate");
    const [a, b] = await Promise.all(
      ["a", "b"].map((name) => told({ ...hostOf(bed, "root", name), over }, "echo $SSH_CONNECTION")),
    );
    expect(a).toMatch(/^127\.0\.0\.1 /);
    expect(b).not.toBe(a);
    const shared = await told(over, "echo $SSH_CONNECTION");
    expect(shared).toContain(` ${gate.port}\n`);
    const nowhere = { ...hostOf(bed, "root", "c"), port: await freePort(), over };
    expect(await run(nowhere, "true")).toMatchObject({
      kind: "unreachable",
      message: expect.stringContaining("over gate"),
    });
    await connections.close();
    await gate.stop();
    const closed = await run({ ...hostOf(bed, "root", "d"), over }, "true");
    expect(closed).toMatchObject({ kind: "refused", message: expect.stringMatching(/^on the way to d: .*refuses/) });
  });

  test("with a key that nobody knows is told with the key it offered, and nothing runs there", async () => {
    const trace = join(runFolder("trace"), "ran");
    const print = /SHA256:\S+/;
    for (const knownHosts of ["/dev/null", await otherPlace(bed)]) {
      const result = await run({ ...hostOf(bed), name: knownHosts, knownHosts }, `touch ${trace}`);
      expect(result).toMatchObject({ kind: "refused", wouldVerify: expect.stringContaining(knownHosts) });
      expect("kind" in result && result.message).toMatch(/is not in .*it offered ssh-ed25519 SHA256:[\w+/]{43}\)$/);
      expect("kind" in result && print.test(result.message)).toBe(true);
    }
    expect(existsSync(trace)).toBe(false);
    expect(readFileSync("/dev/null", "utf8")).toBe("");
  });

  test("with another key than the known one is told as changed, whatever a configuration file allows", async () => {
    const knownHosts = join(runFolder("changed"), "known hosts % one");
    const other = readFileSync(`${sshKey("other")}.pub`, "utf8")
      .split(" ")
      .slice(0, 2)
      .join(" ");
    writeFileSync(knownHosts, `[127.0.0.1]:${bed.port} ${other}\n`);
    const configuration = join(runFolder("configuration"), "config");
    writeFileSync(configuration, "Host *\n  StrictHostKeyChecking no\n  BatchMode no\n  ForwardAgent yes\n");
    const result = await run({ ...hostOf(bed), knownHosts, configuration }, "echo went on");
    expect(result).toMatchObject({
      kind: "refused",
      message: expect.stringMatching(/offers another host key \(SHA256:\S{43}\)/),
    });
    expect(readFileSync(knownHosts, "utf8")).toBe(`[127.0.0.1]:${bed.port} ${other}\n`);
  });

  test("takes what else is needed from a configuration file that is named", async () => {
    const { identity, port, ...rest } = hostOf(bed);
    const configuration = join(runFolder("configuration"), "config");
    writeFileSync(
      configuration,
      `Host shop\n  HostName 127.0.0.1\n  HostKeyAlias [127.0.0.1]:${port}\n  Port ${port}\n  IdentityFile ${identity}\n`,
    );
    expect(await told({ ...rest, address: "shop", configuration }, "id -u")).toBe("0\n");
  });

  test.each<[string, Partial<SshHost>, object]>([
    [
      "a key it does not know",
      { identity: "other" },
      { kind: "denied", message: expect.stringContaining("lets nobody in") },
    ],
    [
      "a key that others may read",
      { identity: "open" },
      { kind: "denied", message: expect.stringContaining("bad permissions") },
    ],
    [
      "a key that isn't there",
      { identity: "/nowhere/key" },
      { kind: "not-installed", message: expect.stringContaining("/nowhere/key") },
    ],
    ["a list of known hosts that isn't there", { knownHosts: "/nowhere/known" }, { kind: "not-installed" }],
    [
      "an account without a shell",
      { user: "nobody" },
      { kind: "not-installed", message: expect.stringContaining("no /bin/sh") },
    ],
    [
      "a name that nobody has",
      { address: "host.invalid" },
      { kind: "unreachable", message: expect.stringContaining("host.invalid") },
    ],
    ["a port at which nobody listens", { port: 1 }, { kind: "refused" }],
  ])("of %s tells what is wrong", async (_, change, trouble) => {
    const other = sshKey("other");
    if (change.identity === "open") {
      writeFileSync(`${other}-open`, readFileSync(bed.identity));
      chmodSync(`${other}-open`, 0o644);
    }
    const identities: Record<string, string> = { other, open: `${other}-open` };
    const identity = identities[change.identity ?? ""] ?? change.identity ?? bed.identity;
    expect(await run({ ...hostOf(bed), ...change, identity }, "true")).toMatchObject(trouble);
  });

  test("is stopped at its limits, and what was printed by then is kept where that is asked for", async () => {
    expect(await run(hostOf(bed), "yes", { maxBytes: 100_000 })).toMatchObject({ kind: "budget" });
    expect(await run(hostOf(bed), "echo begun; exec sleep 600", { timeoutMs: 3000 })).toMatchObject({
      kind: "timeout",
    });
    const kept = await run(hostOf(bed), "echo begun; exec sleep 600", { timeoutMs: 3000, partial: true });
    expect(kept).toMatchObject({ text: "begun\n", stopped: { kind: "timeout" } });
    const stopped = await run(hostOf(bed), "true", { signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ kind: "timeout" });
  });

  test("that ends the connection in between is told as lost, and no other way is tried", async () => {
    const host = hostOf(bed);
    await told(host, "true");
    const lost = await run(host, `kill -9 $(awk '/^PPid/ {print $2}' /proc/$PPID/status) $PPID; sleep 600`);
    expect(lost).not.toMatchObject({ exitCode: 0 });
    expect(await run(host, "echo again")).toMatchObject({ kind: "unreachable" });
  });
});

/** A known_hosts file with the right key for another port. */
async function otherPlace({ knownHosts, port }: SshHostBed): Promise<string> {
  const path = join(runFolder("elsewhere"), "known_hosts");
  writeFileSync(path, readFileSync(knownHosts, "utf8").replace(String(port), String(await freePort())));
  return path;
}

describe.skipIf(!there || !testbedHas("sudo"))("sudo on a host", () => {
  const script = "#!/bin/sh\nid -u\n";
  const digest = createHash("sha256").update(script).digest("hex");
  const pinned = `root ALL=(ALL) ALL\n${plainUser} ALL=(root) NOPASSWD: sha256:${digest} ${rootScriptPath} ""\n`;
  const asRoot = "0\n";
  const asUser = "64123\n";

  test.each([
    ["a rule for any command", { sudoers: `${plainUser} ALL=(ALL) NOPASSWD: ALL\n` }, script, asRoot],
    ["a rule for the shell alone", { sudoers: `${plainUser} ALL=(root) NOPASSWD: /bin/sh -s\n` }, script, asRoot],
    ["a rule pinned to this script", { sudoers: pinned, rootScript: script }, script, asRoot],
    ["a rule pinned to another script", { sudoers: pinned, rootScript: "#!/bin/sh\necho other\n" }, script, asUser],
    [
      "a rule pinned to the script that was there before",
      { sudoers: pinned, rootScript: script },
      `${script}id -u\n`,
      asUser + asUser,
    ],
    [
      "a script that was replaced by one that isn't pinned",
      { sudoers: pinned, rootScript: `${script}#` },
      `${script}#`,
      asUser,
    ],
    ["a rule that asks for the password", { sudoers: `${plainUser} ALL=(ALL) ALL\n` }, script, asUser],
    ["no rule", {}, script, asUser],
  ])("with %s", async (_, wish, asked, output) => {
    const bed = await startSshHost(wish);
    const result = await run({ ...hostOf(bed, plainUser), sudo: true }, asked);
    expect(result).toMatchObject({ exitCode: 0, text: output });
    const refused = "stderr" in result && result.stderr.includes(noRootMark);
    expect(refused).toBe(output !== asRoot);
    expect(await told({ ...hostOf(bed, plainUser, "plain"), sudo: false }, asked)).toBe(
      asked.includes("id -u\nid") ? asUser + asUser : asUser,
    );
    await connections.close();
    await bed.stop();
  });
});

describe.skipIf(!there)("a hostile host", () => {
  async function answering(greet: (socket: Socket) => void): Promise<{ host: SshHost; stop(): void }> {
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket);
      socket.on("error", () => {});
      greet(socket);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const identity = sshKey("user");
    const stop = () => {
      server.close();
      for (const it of open) it.destroy();
    };
    return { host: { name: "bad", address: "127.0.0.1", port, identity, knownHosts: "/dev/null", sudo: false }, stop };
  }

  test.each<[string, (socket: Socket) => void, string]>([
    ["that speaks something else", (it) => it.end("HTTP/1.1 400 Bad Request\r\n\r\n"), "unparsable|unreachable"],
    ["that greets without end", (it) => it.write("hello\r\n".repeat(200_000)), "unparsable|unreachable"],
    [
      "that sends noise after its name",
      (it) => it.write(Buffer.concat([Buffer.from("SSH-2.0-x\r\n"), Buffer.alloc(99_999, 0xa5)])),
      "unparsable|unreachable",
    ],
    ["that hangs up", (it) => it.end(), "unreachable"],
    ["that claims to have let us in", (it) => it.end("SSH-2.0-x\r\nREMOTE HOST\r\n"), "unparsable|unreachable"],
    ["that says nothing", () => undefined, "timeout"],
  ])("%s is a trouble", async (_, greet, kinds) => {
    const { host, stop } = await answering(greet);
    const result = await run(host, "echo in");
    stop();
    expect("kind" in result ? result.kind : result.text).toMatch(new RegExp(`^(?:${kinds})$`));
  });

  test("that prints without end before the script begins is stopped", async () => {
    const bed = await startSshHost({ settings: "ForceCommand yes" });
    expect(await run(hostOf(bed), "true", { maxBytes: 100_000 })).toMatchObject({ kind: "budget" });
    const partial = await run(hostOf(bed), "true", { maxBytes: 100_000, partial: true });
    expect(partial).toMatchObject({ kind: "budget" });
    await connections.close();
    await bed.stop();
  });

  test("whose login prints before and after is heard where the script speaks", async () => {
    const bed = await startSshHost({ settings: `ForceCommand echo "welcome holdfast"; sh -c "$SSH_ORIGINAL_COMMAND"` });
    expect(await told(hostOf(bed), "echo told")).toBe("told\n");
    await connections.close();
    await bed.stop();
  });
});
