import { posix } from "node:path";

/** A file that a host told with its owner, its mode and its text. */
export interface ToldFile {
  readonly path: string;
  readonly mode: number;
  readonly userId: number;
  readonly groupId: number;
  readonly text: string;
}

/**
 * `file MODE UID GID PATH` by tabs, then the file's lines, each behind a tab; `folder PATH` where all files of one were told.
 * Paths are given without `.` and `..`.
 */
export function parseToldFiles(text: string) {
  const files = new Map<string, ToldFile>();
  const folders = new Map<string, string[]>();
  let head: Omit<ToldFile, "text"> | undefined;
  let body: string[] = [];
  const close = () => {
    if (head !== undefined) files.set(head.path, { ...head, text: body.join("\n") });
    head = undefined;
    body = [];
  };
  for (const line of text.split("\n")) {
    if (line.startsWith("\t")) {
      body.push(line.slice(1));
      continue;
    }
    const file = /^file\t([0-7]{1,4})\t(\d+)\t(\d+)\t(\/.*)$/.exec(line);
    const folder = /^folder\t(\/.*)$/.exec(line)?.[1];
    if (file !== null || folder !== undefined) close();
    if (folder !== undefined) folders.set(posix.resolve(folder), []);
    if (file === null) continue;
    const [, mode = "", userId, groupId, path = ""] = file;
    head = {
      path: posix.resolve(path),
      mode: Number.parseInt(mode, 8),
      userId: Number(userId),
      groupId: Number(groupId),
    };
    folders.get(posix.dirname(head.path))?.push(posix.basename(head.path));
  }
  close();
  return { files, folders };
}
