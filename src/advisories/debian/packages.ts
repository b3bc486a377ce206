import { compareDpkgVersions } from "../versions/dpkg.ts";

/** The newest version a list offers of each wanted package, by `name:architecture`; `all` packages by `name:all`. */
export type Offered = Map<string, string>;

const longestLine = 64 * 1024;

/**
 * Reads an apt list (Packages) as it streams by, and keeps what is wanted: memory doesn't grow with the list.
 *
 * @param wanted - names of packages
 * @throws when a line is longer than any list has
 */
export async function readPackages(chunks: AsyncIterable<Buffer>, wanted: ReadonlySet<string>): Promise<Offered> {
  const offered: Offered = new Map();
  let rest = "";
  let [name, version, architecture] = ["", "", ""];
  const finish = () => {
    if (name !== "" && version !== "" && wanted.has(name)) {
      const key = `${name}:${architecture}`;
      const known = offered.get(key);
      if (known === undefined || compareDpkgVersions(known, version) < 0) offered.set(key, version);
    }
    [name, version, architecture] = ["", "", ""];
  };
  const take = (line: string) => {
    if (line === "" || line === "\r") return finish();
    if (line.startsWith("Package: ")) name = line.slice(9).trim();
    else if (line.startsWith("Version: ")) version = line.slice(9).trim();
    else if (line.startsWith("Architecture: ")) architecture = line.slice(14).trim();
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
