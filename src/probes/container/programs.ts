import { executableLimit } from "../image/collectors/executables.ts";
import { type ExecutableShells, executableShells } from "../image/collectors/remote-shells/executable-shells.ts";

/** What the program of a process is by its content, or why that can't be told. */
export type Program = ExecutableShells | { readonly unseen: string };

/** Reads the script's section about programs: gives what each process runs. Strings that were found stand for the program. */
export function readPrograms(text: string): ReadonlyMap<number, Program> {
  const keys = new Map<number, string>();
  const programs = new Map<string, Program>();
  const unread = new Map<number, Program>();
  let open: { readonly key: string; readonly held: string[] } | undefined;
  for (const line of text.split("\n")) {
    const [word, processId = "", key = "", size = ""] = line.split(" ");
    if (word === "holds") open?.held.push(line.slice("holds ".length));
    else if (word === "ended" && open !== undefined) {
      // grep: 0 where something was found, 1 where nothing was.
      const told = processId === "0" || processId === "1";
      programs.set(
        open.key,
        told
          ? executableShells(Buffer.from(open.held.join("\n"), "latin1"))
          : { unseen: "its program took too long to read" },
      );
    } else if (word === "unread") unread.set(Number(processId), { unseen: "its program may not be read" });
    else if (word === "same" || word === "program") {
      keys.set(Number(processId), key);
      if (word === "same") continue;
      open = { key, held: [] };
      const tooLarge = Number(size) > executableLimit;
      programs.set(key, { unseen: tooLarge ? "its program is too large to be read" : "its program was not read" });
    }
  }
  return new Map([
    ...unread,
    ...[...keys].map(([id, key]) => [id, programs.get(key) ?? { unseen: "its program was not read" }] as const),
  ]);
}
