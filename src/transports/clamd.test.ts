import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requireProgram, testbedHas } from "../../test/bed/program.ts";
import { Clamd } from "./clamd.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-clamd-"));
const socket = join(folder, "socket");
const eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
const limits = { timeoutMs: 20_000 };
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!testbedHas("clamd"))("a real clamd", () => {
  let daemon: ChildProcess;
  const clamd = new Clamd(`unix://${socket}`, limits);

  beforeAll(async () => {
    // Signatures are not packaged: the test file's own hash is the only one.
    writeFileSync(join(folder, "own.hdb"), "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n");
    writeFileSync(
      join(folder, "clamd.conf"),
      `LocalSocket ${socket}\nDatabaseDirectory ${folder}\nForeground yes\nUser root\nStreamMaxLength 1M\nLogFile ${folder}/log\n`,
    );
    daemon = spawn(requireProgram("clamd") ?? "", ["-c", join(folder, "clamd.conf")], { stdio: "ignore" });
    while (daemon.exitCode === null && "kind" in (await clamd.version())) await setTimeout(100);
  }, 70_000);
  afterAll(() => daemon.kill());

  it("tells its version, and no date for signatures that have none", async () => {
    expect(await clamd.version()).toEqual({ program: expect.stringMatching(/^ClamAV 1\./) });
  });

  it("finds what it has a signature of, and nothing in anything else", async () => {
    expect(await clamd.scan(Buffer.from(eicar))).toEqual({
      is: "found",
      signature: expect.stringContaining("Eicar-Test-Signature"),
    });
    expect(await clamd.scan(readFileSync("/bin/true"))).toEqual({ is: "clean" });
    expect(await clamd.scan(Buffer.alloc(0))).toEqual({ is: "clean" });
  });

  it("tells a file that is too large for it as not scanned", async () => {
    expect(await clamd.scan(Buffer.alloc(3 * 1024 * 1024))).toMatchObject({
      is: "unscanned",
      because: expect.stringContaining("size limit"),
    });
  });
});

describe("something else than clamd", () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const it of servers) it.close();
  });
  async function answering(reply: string | undefined): Promise<Clamd> {
    const path = join(folder, `other-${servers.length}`);
    const server = createServer((it) => {
      it.on("error", () => {});
      it.once("data", () => (reply === undefined ? undefined : it.end(reply)));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    return new Clamd(`unix://${path}`, { timeoutMs: 300 });
  }

  it.each(["", "stream: OK", "HTTP/1.1 400 Bad Request\r\n\r\n\0", "stream: fine\0", "x".repeat(100_000)])(
    "answering %j is trouble",
    async (reply) => {
      expect(await (await answering(reply)).scan(Buffer.from("a"))).toMatchObject({ kind: "unparsable" });
    },
  );

  it("that keeps silent, or isn't there, is trouble", async () => {
    expect(await (await answering(undefined)).version()).toMatchObject({ kind: "timeout" });
    expect(await new Clamd(`unix://${folder}/none`, limits).version()).toMatchObject({ kind: "not-installed" });
    expect(await new Clamd("tcp://127.0.0.1:1", limits).version()).toMatchObject({ kind: "refused" });
  });

  it("finding only that a limit was reached has not scanned", async () => {
    const clamd = await answering("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0");
    expect(await clamd.scan(Buffer.from("a"))).toMatchObject({ is: "unscanned" });
  });
});
