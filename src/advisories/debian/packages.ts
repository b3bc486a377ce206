import type { Offer } from "../suite-list.ts";
import { compareDpkgVersions } from "../versions/dpkg.ts";

/** The newest offer a list has of each wanted package, by `name:architecture`; `all` packages by `name:all`. */
export type Offered = Map<string, Offer>;

const longestLine = 64 * 1024;
const kept = ["Package", "Version", "Architecture", "Filename", "Size", "SHA256"];

/**
 * Reads an apt list (Packages) as it streams by, and keeps what is wanted: memory doesn't grow with the list.
 *
 * @param wanted - names of packages
 * @throws when a line is longer than any list has
 */
export async function readPackages(chunks: AsyncIterable<Buffer>, wanted: ReadonlySet<string>): Promise<Offered> {
  const offered: Offered = new Map();
  let rest = "";
  let fields: Record<string, string> = {};
  const finish = () => {
    const { Package: name = "", Version: version = "", Architecture: architecture = "" } = fields;
    if (version !== "" && wanted.has(name)) {
      const key = `${name}:${architecture}`;
      const known = offered.get(key);
      if (known === undefined || compareDpkgVersions(known.version, version) < 0)
        offered.set(key, offerOf(version, fields));
    }
    fields = {};
  };
  const take = (line: string) => {
    if (line === "" || line === "\r") return finish();
    const colon = line.indexOf(": ");
    const field = kept.find((it) => it.length === colon && line.startsWith(it));
    if (field !== undefined) fields[field] = line.slice(colon + 2).trim();
  };
  for await (const chunk of chunks) {
    const lines = (rest + chunk.toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longestLine) throw new Error("a line of the package list is too long");
    for (const line of lines) take(line);
  }
  take(rest);
  finish();
  return offered;
}

function offerOf(version: string, { Filename: path, Size: bytes, SHA256: sha256 }: Record<string, string>): Offer {
  const isWhole = path !== undefined && /^\d{1,12}$/.test(bytes ?? "") && /^[0-9a-f]{64}$/.test(sha256 ?? "");
  return isWhole ? { version, file: { path, bytes: Number(bytes), sha256: sha256 ?? "" } } : { version };
}
