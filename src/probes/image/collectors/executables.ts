import type { LayerEntry } from "./collector.ts";
import { lastAnswerKept } from "./last-answer.ts";

/** Largest executable whose content is looked at. */
export const executableLimit = 128 * 1024 * 1024;

/** Folders of data in which a file without permission to be executed isn't suspicious. */
const dataFolders = /^(?:usr\/(?:share|include|lib|lib64|libexec|src)|lib|lib64|etc|proc|sys|var\/(?:lib|cache|log))\//;

/** Whether the entry can be a program: by its mode, or by a plain name where programs are put that get started otherwise. */
export const mayBeProgram = lastAnswerKept((entry: LayerEntry): boolean => {
  if (entry.type !== "file" || entry.size < 4) return false;
  if ((entry.mode & 0o111) !== 0) return true;
  return !dataFolders.test(entry.path) && !/\.[^./]*$/.test(entry.path);
});

export function isElf(content: Uint8Array): boolean {
  return content[0] === 0x7f && content[1] === 0x45 && content[2] === 0x4c && content[3] === 0x46;
}
