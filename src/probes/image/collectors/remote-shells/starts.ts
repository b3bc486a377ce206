import type { z } from "zod";
import type { imageRemoteShellsSchema } from "../../facts/files.ts";
import type { ImageView } from "../collector.ts";
import { shellStarted } from "./service-definitions.ts";

type Found = z.output<typeof imageRemoteShellsSchema>["found"][number];
type Started = readonly { readonly shell: string; readonly command: string }[];

const shellByPort = new Map([
  ["22/tcp", "sshd"],
  ["222/tcp", "sshd"],
  ["2222/tcp", "sshd"],
  ["22222/tcp", "sshd"],
  ["8022/tcp", "sshd"],
  ["23/tcp", "telnetd"],
  ["2323/tcp", "telnetd"],
  ["512/tcp", "rexecd"],
  ["513/tcp", "rlogind"],
  ["7681/tcp", "ttyd"],
]);

/** The shell that usually listens on an exposed port, such as `22/tcp` or `22`. */
export function portShell(port: string): string | undefined {
  return shellByPort.get(port.includes("/") ? port.toLowerCase() : `${port}/tcp`);
}

/** Folders of the distribution, whose scripts start nothing unless somebody starts them. */
const distribution = /^(?:usr\/(?:bin|sbin|lib|lib64|libexec|share|src)|bin|sbin|lib|lib64|etc|var\/lib)\//;

/** Shells that a container starts with: by its entrypoint and command, by what those are, and by the scripts they may run. */
export function startsOf(
  view: ImageView<unknown>,
  scripts: ReadonlyMap<string, Started>,
  executables: ReadonlyMap<string, readonly string[]>,
): readonly Found[] {
  const { entrypoint, command } = view.configuration;
  const words = [...entrypoint, ...command];
  // Either may be a line for a shell: what stands behind -c is one.
  const lines = [
    entrypoint.join(" "),
    command.join(" "),
    ...words.flatMap((it, i) => (words[i - 1] === "-c" ? it.split("\n") : [])),
  ];
  const direct = lines.map(shellStarted).find((it) => it !== undefined);
  const named = new Set(words.flatMap((it) => it.split(/\s+/)).flatMap((it) => placesOf(view, it)));
  return [
    ...(direct === undefined
      ? []
      : [{ shell: direct.shell, how: "start" as const, place: "entrypoint and command", detail: direct.command }]),
    ...[...named].flatMap((path) =>
      (executables.get(path) ?? []).map((shell) => ({
        shell,
        how: "start" as const,
        place: "entrypoint and command",
        detail: `/${path}`,
      })),
    ),
    ...[...scripts].flatMap(([path, started]) =>
      named.has(path) || !distribution.test(path)
        ? started.map(({ shell, command: line }) => ({ shell, how: "start" as const, place: `/${path}`, detail: line }))
        : [],
    ),
  ];
}

/** Where a word of a command leads to: a path, or a name that is looked for in the usual folders. */
function placesOf(view: ImageView<unknown>, word: string): readonly string[] {
  if (word === "" || word.startsWith("-")) return [];
  const paths = word.includes("/")
    ? [word.replace(/^\/+/, "")]
    : ["usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin"].map((folder) => `${folder}/${word}`);
  return paths.flatMap((path) => [path, view.resolve(path)?.path ?? path]);
}
