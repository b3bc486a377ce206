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

/**
 * The estate that a list of targets means: endpoints by URL, and `local:` for this machine, in one system. The same
 * target given twice counts once. Nothing is declared of them but that they are there.
 *
 * @throws TargetError for all targets at once that can't be assessed
 */
export function estateFromTargets(targets: readonly string[]): { readonly estate: EstateInput } {
  const forms = targets.map((target) => ({ target, ...formOf(target) }));
  const problems = forms.flatMap((it) =>
    "problem" in it && it.problem !== undefined ? [{ target: shown(it.target), problem: it.problem }] : [],
  );
  if (problems.length > 0) throw new TargetError(problems);
  const naming = new Naming("endpoint");
  const urls = new Set(forms.flatMap((it) => (it.form === "url" ? [normalisedUrl(it.target.trim())] : [])));
  const endpoints = Object.fromEntries([...urls].map((url) => [naming.name(title(url)), { url }]));
  const local = forms.some((it) => it.form === "local");
  return {
    estate: {
      estate: "targets",
      environments: { targets: { kind: "production" } },
      systems: {
        targets: {
          environment: "targets",
          ...(urls.size > 0 && { endpoints: Object.keys(endpoints) }),
          ...(local && { hosts: ["local"] }),
        },
      },
      ...(urls.size > 0 && { endpoints }),
      ...(local && { hosts: { local: { transport: "local" } } }),
    },
  };
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
