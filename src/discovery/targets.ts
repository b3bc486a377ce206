import { normalisedUrl } from "../estate/subjects.ts";
import type { EstateInput } from "./found.ts";
import { Naming } from "./naming.ts";
import { formOf, looksLikeEstateFile } from "./target-forms.ts";

/** Targets that can't be assessed; the message has a sentence for each of them. It is the user's input: exit 2. */
export class TargetError extends Error {
  override readonly name = "TargetError";
  readonly problems: readonly { readonly target: string; readonly problem: string }[];

  constructor(problems: readonly { readonly target: string; readonly problem: string }[]) {
    super(problems.map((it) => `${it.target}: ${it.problem}`).join("\n"));
    this.problems = problems;
  }
}

/**
 * Whether an argument of `check` is an estate (a YAML or JSON file that isn't a compose file, or a folder) or a target.
 *
 * @param exists - whether there is such a file or folder
 */
export function kindOfArgument(argument: string, exists: (path: string) => boolean): "estate" | "target" {
  if (looksLikeEstateFile(argument)) return "estate";
  if (formOf(argument).form !== "unknown" || argument.trim() === "") return "target";
  return exists(argument) ? "estate" : "target";
}

/** How a target of each form is declared: where, under which name, and as what. */
const declarations = {
  url: { key: "endpoints", name: title, declared: (url: string) => ({ url }) },
  local: { key: "hosts", name: () => "local", declared: () => ({ transport: "local" as const }) },
  image: { key: "images", name: (it: string) => it.replace(/^[a-z-]+:/, ""), declared: imageDeclared },
  dockerfile: { key: "dockerfiles", name: (it: string) => it, declared: (path: string) => ({ path }) },
  "compose-file": { key: "composeFiles", name: (it: string) => it, declared: (path: string) => ({ path }) },
  container: {
    key: "containers",
    name: containerName,
    declared: (it: string) => ({ name: containerName(it), engine }),
  },
} as const;
const engine = "docker";
const usualSocket = "unix:///var/run/docker.sock";

/**
 * The estate that a list of targets means: endpoints by URL, `local:` for this machine, images, Dockerfiles, compose files
 * and containers, in one system. The same target given twice counts once. Nothing is declared of them but that they are there.
 *
 * @throws TargetError for all targets at once that can't be assessed
 */
export function estateFromTargets(targets: readonly string[]): { readonly estate: EstateInput } {
  const forms = targets.map((target) => ({ target, ...formOf(target) }));
  const problems = forms.flatMap((it) =>
    "problem" in it && it.problem !== undefined ? [{ target: shown(it.target), problem: it.problem }] : [],
  );
  if (problems.length > 0) throw new TargetError(problems);
  const parts: Record<string, Record<string, object>> = {};
  const uses: Record<string, string[]> = {};
  for (const [form, { key, name, declared }] of Object.entries(declarations)) {
    const own = forms.filter((it) => it.form === form).map((it) => it.target.trim());
    const once = new Set(form === "url" ? own.map(normalisedUrl) : form === "local" ? own.slice(0, 1) : own);
    if (once.size === 0) continue;
    const naming = new Naming(form === "url" ? "endpoint" : form);
    parts[key] = Object.fromEntries([...once].map((it) => [naming.name(name(it)), declared(it)]));
    uses[key] = Object.keys(parts[key]);
  }
  return {
    estate: {
      estate: "targets",
      environments: { targets: { kind: "production" } },
      systems: { targets: { environment: "targets", ...uses } },
      ...parts,
      ...(parts["containers"] !== undefined && { engines: { [engine]: { socket: usualSocket } } }),
    },
  };
}

function imageDeclared(target: string): { readonly reference: string } {
  return { reference: target.replace(/^docker:(?:\/\/)?/, "") };
}

function containerName(target: string): string {
  return target.slice("container:".length);
}

function title(url: string): string {
  const { hostname, port, pathname, protocol } = new URL(url);
  return `${protocol === "http:" ? "http-" : ""}${hostname}${port === "" ? "" : `-${port}`}${pathname}`;
}

/** A target as it may be printed: without a password, or a token in place of a web user, and without control characters. */
function shown(target: string): string {
  return target
    .replace(/^(\s*https?:\/\/).*@/is, "$1***@")
    .replace(/(:\/\/[^:/@]*):.*@/s, "$1:***@")
    .replaceAll(/\p{Cc}/gu, "?");
}
