import { mkdirSync, statSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { userInfo } from "node:os";
import { join } from "node:path";

/**
 * Has Node keep what it compiled, below the user's home, so that the next start takes half the time. Whoever can write
 * there decides what runs here: so not in a folder for all such as /tmp, nor in the home of whoever set `HOME`. Without a
 * home or the right to write nothing is kept. `NODE_COMPILE_CACHE` and `NODE_DISABLE_COMPILE_CACHE` count, as ever.
 */
export function keepCompiled(): void {
  try {
    const { homedir, uid } = userInfo();
    const folder = join(homedir, ".cache", "holdfast");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (uid === -1 || isOwn(folder, uid)) enableCompileCache(folder);
  } catch {
    // It only costs time.
  }
}

/** Whether nobody else can write to it; on Windows (where users have no number) the profile's permissions see to it. */
function isOwn(folder: string, uid: number): boolean {
  const { uid: owner, mode } = statSync(folder);
  return owner === uid && (mode & 0o022) === 0;
}
