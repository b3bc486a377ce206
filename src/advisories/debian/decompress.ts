import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

const mostBytes = 1024 * 1024 * 1024;

/**
 * The text of a list in the form its name ends with: `.gz`, `.xz` (by the program xz) or none; at most 1 GiB.
 *
 * @throws when it is damaged, longer, or xz is not installed
 */
export async function* decompressed(bytes: Buffer, form: string): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of streamOf(bytes, form)) {
    total += chunk.length;
    if (total > mostBytes) throw new Error("it unpacks to more than any list has");
    yield chunk;
  }
}

function streamOf(bytes: Buffer, form: string): AsyncIterable<Buffer> {
  if (form === ".gz") return Readable.from([bytes]).pipe(createGunzip());
  if (form === ".xz") return throughXz(bytes);
  return Readable.from([bytes]);
}

async function* throughXz(bytes: Buffer): AsyncGenerator<Buffer> {
  const child = spawn("xz", ["-dc", "--memlimit=256MiB"], { stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", () => reject(new Error("xz is not installed")));
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error("xz can't unpack it"))));
  });
  ended.catch(() => {});
  child.stdin.on("error", () => {});
  child.stdin.end(bytes);
  try {
    yield* child.stdout;
    await ended;
  } finally {
    child.kill();
  }
}
