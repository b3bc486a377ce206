import { type OwnedFile, parseOwnedFiles } from "../files.ts";
import { isRootFile } from "./command-power.ts";
import type { Who } from "./people.ts";
import type { FoundWay } from "./way.ts";

/** Whom a file or folder is open to, besides root. */
export function openTo({ mode, userId, groupId, folder }: OwnedFile): readonly Who[] {
  const sticky = folder && (mode & 0o1000) !== 0;
  const found: Who[] = [];
  if (userId !== 0) found.push({ userId });
  if ((mode & 0o020) !== 0 && groupId !== 0 && !sticky) found.push({ groupId });
  if ((mode & 0o002) !== 0 && !sticky) found.push("everybody");
  return found;
}

/** Folders in which each account keeps what is its own, or whose owner decides who is root anyhow. */
const own =
  /^\/var\/spool\/cron\/(?:crontabs$|crontabs\/(?!root$)|at)|^\/usr\/bin\/at$|^\/etc\/polkit-1\/|^\/usr\/share\/polkit-1\//;

/** Files that root runs or believes, but which others may change. */
export function fileWays(text: string): readonly FoundWay[] {
  return parseOwnedFiles(text)
    .filter(({ path }) => isRootFile(path) && !own.test(path))
    .flatMap((file) => {
      const shown = `${file.path} (mode ${file.mode.toString(8).padStart(4, "0")})`;
      return openTo(file).map(
        (who): FoundWay => ({
          who,
          way: {
            by: "file",
            path: [`may change ${shown}`, "root runs what is written there, or believes it"],
            withoutPassword: true,
            granted: false,
          },
        }),
      );
    });
}
