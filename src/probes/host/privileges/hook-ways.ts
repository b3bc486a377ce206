import { lines } from "../collected.ts";
import type { PathModes } from "./path-modes.ts";
import type { People } from "./people.ts";
import { programsRun } from "./programs-run.ts";
import type { FoundWay } from "./way.ts";

/** What becomes of a line that a file tells: which paths of it count, and what root does with them. */
interface Hook {
  readonly paths: (text: string) => readonly string[];
  readonly does: string;
}

const itself = (text: string) => [text.trim()];
const runBy = (who: string): Hook => ({ paths: programsRun, does: `${who} runs it as root` });
const folders = (text: string) => text.split(":").filter((it) => it.startsWith("/"));

const hooks: Readonly<Record<string, Hook>> = {
  kernel: runBy("the kernel"),
  udev: runBy("udev"),
  logrotate: runBy("logrotate"),
  apt: runBy("apt"),
  dpkg: runBy("dpkg"),
  "rc.local": runBy("the host, when it starts,"),
  PAM: { paths: itself, does: "PAM runs it at logins, as root" },
  libraries: { paths: itself, does: "every program, root's among them, loads libraries from there" },
  path: { paths: folders, does: "root searches its programs there" },
  shell: { paths: itself, does: "root's shell runs it" },
  keys: { paths: itself, does: "sshd learns there who may log in, as root too" },
};

/** Whether a PATH has the folder in which one happens to be, and so what others put there; what a command makes isn't known. */
const searchesHere = (text: string) =>
  text !== "" && !/\$\(|`/.test(text) && text.split(":").some((it) => it === "" || it === ".");

/**
 * Who can change what udev, apt, logrotate, PAM, the loader, the kernel and root's shell run, load or search, by
 * `hook KIND PLACE TEXT` lines.
 */
export function hookWays(text: string, paths: PathModes, people: People): readonly FoundWay[] {
  return lines(text).flatMap((line): readonly FoundWay[] => {
    const [, kind = "", place = "", told = ""] = /^hook\t([^\t]+)\t([^\t]+)\t(.*)$/.exec(line) ?? [];
    const hook = Object.hasOwn(hooks, kind) ? hooks[kind] : undefined;
    if (hook === undefined) return [];
    const way = { by: "file" as const, withoutPassword: true, granted: false };
    if (kind === "path" && searchesHere(told)) {
      const path = ["may put programs where root happens to be", `root searches them there (${place})`];
      return [{ who: "everybody", way: { ...way, path } }];
    }
    return hook.paths(told).flatMap((path) =>
      paths.writers(path).map(({ who, path: open, mode }): FoundWay => {
        const steps = [`may change ${open} (mode ${mode}, ${people.nameOf(who)})`, `${hook.does} (${place})`];
        return { who, way: { ...way, path: steps } };
      }),
    );
  });
}
