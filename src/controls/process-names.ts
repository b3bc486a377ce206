/**
 * The names by which a process is known, the one for texts first. Neither says all: a process names itself as it likes
 * (Node calls its own MainThread), and one file can be several programs (that of Redis does by its name).
 */
export function processNames(it: {
  readonly process?: string | undefined;
  readonly executable?: string | undefined;
}): readonly string[] {
  const { process } = it;
  if (process === undefined) return [];
  const file = it.executable?.split("/").at(-1);
  if (file === undefined || file === process) return [process];
  return process === "MainThread" ? [file, process] : [process, file];
}
