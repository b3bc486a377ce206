import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, deniedPaths, lines } from "./collected.ts";
import { parseCapabilities } from "./privileges/set-id-ways.ts";

type Files = FactsOf<"host-files">["files"];
const worldWritableCap = 200;
const setIdCap = 500;
/** The script tells no more. */
const toldCap = 4000;
const octal = (mode: string) => mode.padStart(4, "0");

/** `mode|absent|denied|remote` lines by tabs, with mode, owner, group and path. */
export function parseModes(text: string): Files {
  return lines(text).flatMap((line): Files => {
    const [what, ...rest] = line.split("\t");
    const [mode = "", owner, group] = rest;
    if (what === "mode" && /^[0-7]{1,4}$/.test(mode))
      return [{ path: rest.slice(3).join("\t"), mode: octal(mode), owner, group }];
    const path = rest.join("\t");
    if (what === "absent") return [{ path }];
    if (what === "remote")
      return [
        {
          path,
          trouble: {
            kind: "unsupported",
            message: `${path}: it is on a remote file system, at which nobody looks from here`,
            wouldVerify: "look by hand, on the file server",
          },
        },
      ];
    if (what !== "denied") return [];
    return [
      {
        path,
        trouble: { kind: "denied", message: `${path}: its folder may not be entered`, wouldVerify: "run as root" },
      },
    ];
  });
}

/** A file as `stat -c '%a\t%F\t%u\t%g\t%n'` tells it. */
export interface OwnedFile {
  readonly path: string;
  readonly mode: number;
  readonly folder: boolean;
  readonly userId: number;
  readonly groupId: number;
}

/** `MODE TYPE UID GID PATH` by tabs. */
export function parseOwnedFiles(text: string): readonly OwnedFile[] {
  return lines(text).flatMap((line) => {
    const [mode = "", type = "", userId, groupId, ...path] = line.split("\t");
    if (!/^[0-7]{1,4}$/.test(mode)) return [];
    const owner = { userId: Number(userId), groupId: Number(groupId) };
    return [{ mode: Number.parseInt(mode, 8), folder: type === "directory", ...owner, path: path.join("\t") }];
  });
}

/** Of those files what is set-uid, set-gid or writable by everybody. */
export function parseRiskyModes(text: string): { readonly worldWritable: string[]; readonly setId: string[] } {
  const found = parseOwnedFiles(text);
  const writable = found.filter(({ mode, folder }) => (mode & 0o002) !== 0 && !(folder && (mode & 0o1000) !== 0));
  const setId = found.filter(({ mode, folder }) => !folder && (mode & 0o6000) !== 0);
  return {
    worldWritable: writable.map(({ path }) => path).slice(0, worldWritableCap),
    setId: setId.map(({ path }) => path).slice(0, setIdCap),
  };
}

export function hostFiles(from: Collected): FactsOf<"host-files"> {
  const risky = from.section("risky-modes");
  const unsearched = [...deniedPaths(risky.stderr)];
  const full = lines(risky.bytes.toString()).length >= toldCap;
  if (full || risky.truncated || risky.exitCode !== 0 || /timed out$/m.test(risky.stderr)) unsearched.push("/");
  const { bytes, exitCode } = from.section("file-capabilities");
  return {
    files: parseModes(from.text("modes")),
    ...parseRiskyModes(risky.bytes.toString()),
    ...(exitCode === 0 && { capable: [...parseCapabilities(bytes.toString())] }),
    unsearched,
  };
}
