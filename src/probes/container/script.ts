import { readFileSync } from "node:fs";
import { shellNeedles } from "../image/collectors/remote-shells/known-shells.ts";

const collect = readFileSync(new URL("collect.sh", import.meta.url), "utf8");
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * The script that tells of a container's processes: always the same text, but for its arguments in front of it.
 *
 * @param id - of the container, 64 hexadecimal digits
 * @param firstProcess - process id on the host
 */
export function processScript(id: string, firstProcess: number): string {
  const words = [id, String(firstProcess), ...shellNeedles.flatMap((it) => ["-e", it])];
  return `set -- ${words.map(quoted).join(" ")}\n${collect}`;
}
