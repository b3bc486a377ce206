import type { LayerBlob } from "../../src/probes/image/layers/layer-blob.ts";
import { tarArchive } from "./tar-archive.ts";

const lines = (line: string) => `${line}\n`.repeat(8000 / line.length);
/** What the files hold: a program, and settings with words of secrets and no secret. */
const texts = [
  { ending: "js", text: lines("  return area(width, height) * depth;") },
  { ending: "ini", text: `token_file = /run/secrets/token\n${lines("port = 8080\nworkers = 4\nroot = /srv")}` },
];
const isSum = (i: number) => i >= 148 && i < 156;
/** One file of each kind in each size as it stands in an archive, without its path. */
const patterns = [700, 1900, 3100, 4300, 6100, 7900].flatMap((size) =>
  texts.map(({ ending, text }) => {
    const entry = tarArchive([{ path: "", content: text.slice(0, size) }]).subarray(0, -1024);
    return { ending, entry, sum: entry.subarray(0, 512).reduce((sum, byte, i) => sum + (isSum(i) ? 0x20 : byte), 0) };
  }),
);
const chunkBytes = 256 * 1024;

/**
 * A layer of many small files, made while it is read: nobody holds more of it than one chunk. No two files have the same
 * path, and what is in them is searched like any file's.
 */
export function layerOfManyFiles(count: number): LayerBlob {
  async function* chunks(): AsyncGenerator<Buffer> {
    const chunk = Buffer.alloc(chunkBytes);
    let filled = 0;
    for (let n = 0; n < count; n += 1) {
      const { ending, entry, sum } = patterns[n % patterns.length] as (typeof patterns)[number];
      if (filled + entry.length > chunkBytes) {
        yield chunk.subarray(0, filled);
        filled = 0;
      }
      entry.copy(chunk, filled);
      const path = `srv/${Math.floor(n / 5000)}/${Math.floor(n / 50)}/${n}.${ending}`;
      chunk.write(path, filled, "latin1");
      let checksum = sum;
      for (let i = 0; i < path.length; i += 1) checksum += path.charCodeAt(i);
      chunk.write(`${checksum.toString(8).padStart(6, "0")}\0 `, filled + 148, "latin1");
      filled += entry.length;
    }
    yield chunk.subarray(0, filled);
    yield Buffer.alloc(1024);
  }
  return { size: count * 4608, open: chunks };
}
