/** Longest path that an entry or the target of a link may have, as on Linux. */
export const mostCharacters = 4096;

/**
 * The path of an archive's entry inside the root it is unpacked into: without `/` at its ends, `.` and `..`; empty for the
 * root itself.
 *
 * @returns nothing for a path that leads out of the root or that no system takes
 */
export function entryPath(written: string): string | undefined {
  if (written.length > mostCharacters || written.includes("\0")) return undefined;
  if (isPlain(written)) return written;
  const parts: string[] = [];
  for (const part of written.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** Most paths are in order already; this is asked a million times. */
function isPlain(path: string): boolean {
  return path !== "" && !/(?:^|\/)(?:\.{0,2})(?:\/|$)/.test(path);
}
