import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Clamd } from "../../src/transports/clamd.ts";
import { requireProgram } from "./program.ts";
import { forgetProcess, noteProcess, runFolder } from "./run-folder.ts";

/** The text that every scanner tells as a virus for trial, and that harms nobody (EICAR). */
export const eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/** A malware scanner of the test bed, which knows that text only: signatures are not packaged. */
export interface TestScanner {
  /** `unix:///PATH` */
  readonly socket: string;
  stop(): Promise<void>;
}

export async function startClamd(): Promise<TestScanner> {
  const folder = runFolder("clamd");
  const path = join(folder, "socket");
  const socket = `unix://${path}`;
  writeFileSync(join(folder, "own.hdb"), "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n");
  writeFileSync(
    join(folder, "clamd.conf"),
    `LocalSocket ${path}\nDatabaseDirectory ${folder}\nForeground yes\nUser root\nStreamMaxLength 50M\nLogFile ${folder}/log\n`,
  );
  const daemon = spawn(requireProgram("clamd") ?? "clamd", ["-c", join(folder, "clamd.conf")], { stdio: "ignore" });
  const { pid = 0 } = daemon;
  noteProcess(pid);
  const gone = once(daemon, "exit").then(() => forgetProcess(pid));
  const clamd = new Clamd(socket, { timeoutMs: 10_000 });
  while ("kind" in (await clamd.version())) {
    if (daemon.exitCode !== null) throw new Error("clamd ended by itself");
    await sleep(100);
  }
  return {
    socket,
    async stop() {
      daemon.kill();
      await gone;
    },
  };
}
