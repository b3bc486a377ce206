import { stat } from "node:fs/promises";
import { join } from "node:path";
import yauzl from "yauzl";
import type { Trouble } from "../../transports/trouble.ts";
import { type OsvRecord, osvRecordSchema } from "./record.ts";

const mostRecordBytes = 8 * 1024 * 1024;
const mostRecords = 1_000_000;

/** The file that holds an ecosystem's advisories: the archive itself, or `ECOSYSTEM/all.zip` in it. */
export async function archiveOf(archive: string, ecosystem: string): Promise<string | undefined> {
  const about = await stat(archive).catch(() => undefined);
  if (about === undefined) return undefined;
  if (about.isFile()) return archive;
  const file = join(archive, ecosystem.replaceAll("/", "_"), "all.zip");
  return (await stat(file).catch(() => undefined))?.isFile() ? file : undefined;
}

/**
 * Reads every advisory of an `all.zip` one after the other; memory doesn't grow with it.
 *
 * @param wanted - names of packages, as their ecosystem compares them in lower case; what names none is not parsed
 * @returns how many there are, how many could not be read, and when the newest was last changed; or trouble
 */
export async function readArchive(
  file: string,
  wanted: ReadonlySet<string>,
  take: (record: OsvRecord) => void,
): Promise<{ readonly records: number; readonly unreadable: number; readonly newest: Date } | Trouble> {
  let [records, unreadable, newest] = [0, 0, 0];
  try {
    const zip = await yauzl.openPromise(file, { lazyEntries: true, validateEntrySizes: true });
    try {
      for await (const entry of zip.eachEntry()) {
        if (!entry.fileName.endsWith(".json")) continue;
        records += 1;
        if (records > mostRecords) throw new Error("it has more entries than any such archive");
        if (entry.uncompressedSize > mostRecordBytes) {
          unreadable += 1;
          continue;
        }
        const chunks: Buffer[] = [];
        for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
        const text = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
        newest = Math.max(newest, modified(text));
        if (!names(text, wanted)) continue;
        const record = parsed(text);
        if (record === undefined) unreadable += 1;
        else take(record);
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    return {
      kind: "unparsable",
      message: `${file} can't be read as a ZIP archive of advisories: ${error instanceof Error ? error.message : error}`,
      wouldVerify: "fetch the archive again",
    };
  }
  return { records, unreadable, newest: new Date(newest) };
}

/** Whether any string named `name` in a JSON text is wanted; far cheaper than parsing it. */
function names(text: Buffer, wanted: ReadonlySet<string>): boolean {
  for (let at = text.indexOf('"name"'); at >= 0; at = text.indexOf('"name"', at + 6)) {
    const open = text.indexOf('"', at + 6);
    const close = text.indexOf('"', open + 1);
    if (open < 0 || close < 0) return false;
    const name = text.toString("utf8", open + 1, Math.min(close, open + 300)).toLowerCase();
    // An escaped name or one with other separators than ours is worth parsing.
    if (name.includes("\\") || wanted.has(name) || wanted.has(name.replace(/[-_.]+/g, "-"))) return true;
  }
  return false;
}

function modified(text: Buffer): number {
  const at = text.indexOf('"modified"');
  const found = at < 0 ? null : /"modified"\s{0,4}:\s{0,4}"([^"]{10,40})"/.exec(text.toString("latin1", at, at + 80));
  return Date.parse(found?.[1] ?? "") || 0;
}

/** One advisory; nothing for what isn't. */
export function parsed(text: Buffer | string): OsvRecord | undefined {
  try {
    const checked = osvRecordSchema.safeParse(JSON.parse(text.toString()));
    return checked.success ? checked.data : undefined;
  } catch {
    return undefined;
  }
}
