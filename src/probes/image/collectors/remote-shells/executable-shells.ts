import { needleSearch } from "../needle-search.ts";
import { busyboxMark, goServerMark, knownShells, packedMark, shellNeedles } from "./known-shells.ts";

const search = needleSearch(shellNeedles);
/** Applets of busybox by which somebody far away gets a shell. */
const appletShells = new Map([["telnetd", "telnetd"]]);

/** What an executable is by its content. */
export interface ExecutableShells {
  readonly shells: readonly string[];
  readonly applets: readonly string[];
  /** Packed, so that its content can't be looked at. */
  readonly packed: boolean;
  /** Serves SSH with Go's library; whether it gives a shell isn't in its strings. */
  readonly goServer: boolean;
}

/** Which remote shells are in an executable, whatever its name. */
export function executableShells(content: Buffer): ExecutableShells {
  const found = search(content);
  const has = (needle: string) => found.has(needle);
  return {
    shells: knownShells.filter((it) => it.contents.some((all) => all.every(has))).map((it) => it.shell),
    applets: has(busyboxMark) && content.includes("BusyBox v") ? busyboxApplets(content) : [],
    packed: has(packedMark),
    goServer: has(goServerMark),
  };
}

/** Names of applets stand one after the other, each ended by a zero byte, in alphabetical order. */
function busyboxApplets(content: Buffer): readonly string[] {
  return [...appletShells].flatMap(([applet, shell]) => {
    const name = Buffer.from(`\0${applet}\0`, "latin1");
    for (let at = content.indexOf(name); at >= 0; at = content.indexOf(name, at + 1)) {
      const before =
        content
          .subarray(Math.max(0, at - 40), at)
          .toString("latin1")
          .split("\0")
          .at(-1) ?? "";
      const rest = at + name.length;
      const after =
        content
          .subarray(rest, rest + 40)
          .toString("latin1")
          .split("\0")[0] ?? "";
      const isName = (text: string) => /^[a-z0-9_.[-]{1,30}$/.test(text);
      if (isName(before) && isName(after) && before < applet && after > applet) return [shell];
    }
    return [];
  });
}
