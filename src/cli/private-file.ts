import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { UserError } from "./user-error.ts";

const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;

/**
 * Writes a file that maps someone's production: when it is new, only its owner reads it. Never through a symbolic link:
 * whoever may write to the folder could otherwise have root overwrite any file of the machine.
 * @throws UserError when the name is a symbolic link, or the file can't be written
 */
export async function writePrivately(file: string, text: string): Promise<void> {
  try {
    await using opened = await open(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
    await opened.writeFile(text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ELOOP")
      throw new UserError(
        `${file} is a symbolic link, and nothing is written through one: it may lead to a file that someone else chose. ` +
          "Give the path of the file itself.",
      );
    throw new UserError(`${file} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
