import { parseShow } from "../units.ts";
import type { PathModes } from "./path-modes.ts";
import type { People } from "./people.ts";
import { programsRun } from "./programs-run.ts";
import type { FoundWay } from "./way.ts";

const runs = /^Exec(?:Condition|Start|StartPre|StartPost|Reload|Stop|StopPost)$/;

/** Who can change the files of a unit, or what it runs as root (`systemctl show`). */
export function unitWays(text: string, paths: PathModes, people: People): readonly FoundWay[] {
  return [...parseShow(text)].flatMap(([unit, properties]) => {
    const files = [
      properties["FragmentPath"],
      properties["SourcePath"],
      ...(properties["DropInPaths"] ?? "").split(" "),
    ];
    const isRoots = ["", "root", "0"].includes(properties["User"] ?? "") && properties["DynamicUser"] !== "yes";
    const away = (properties["RootDirectory"] ?? "") !== "" || (properties["RootImage"] ?? "") !== "";
    const programs =
      isRoots && !away ? [...commandsOf(properties).flatMap(programsRun), ...environmentFiles(properties)] : [];
    const wanted = [
      ...files
        .filter((it) => /^\/(?:etc|usr|lib|run)\//.test(it ?? ""))
        .map((it) => [it ?? "", `${unit} is made of it`] as const),
      ...programs.map((it) => [it, `${unit} runs ${it} as root`] as const),
    ];
    return wanted.flatMap(([path, because]) =>
      paths.writers(path).map(
        ({ who, path: open, mode }): FoundWay => ({
          who,
          way: {
            by: "unit",
            path: [`may change ${open} (mode ${mode}, ${people.nameOf(who)})`, because],
            withoutPassword: true,
            granted: false,
          },
        }),
      ),
    );
  });
}

/** `{ path=/usr/sbin/sshd ; argv[]=/usr/sbin/sshd -D ; ignore_errors=no ; … }`, one for each command; a `+` and the like are gone there. */
function commandsOf(properties: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(properties)
    .filter(([name]) => runs.test(name))
    .flatMap(([, value]) => [...value.matchAll(/argv\[\]=(.*?) ; ignore_errors=/g)].map(([, argv = ""]) => argv));
}

function environmentFiles(properties: Readonly<Record<string, string>>): readonly string[] {
  return [...(properties["EnvironmentFiles"] ?? "").matchAll(/(\/\S+) \(ignore_errors=/g)].map(([, file = ""]) => file);
}
