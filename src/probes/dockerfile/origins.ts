import { parseImageReference } from "../image-reference.ts";
import { expand, type Lookup } from "./expand.ts";
import type { Origin } from "./facts.ts";

/** What a name in FROM, `--from=` and `from=` may mean. */
export interface Names {
  /** Index of a stage by its name in lower case; only those before. */
  readonly stages: ReadonlyMap<string, number>;
  /** How many stages come before, for `--from=0`. */
  readonly before: number;
  /** Named build contexts of the estate. */
  readonly contexts: Readonly<Record<string, string>>;
  readonly escaping: string;
}

/** Where something comes from: a named context first, then a stage, then an image, as the builder looks for it. */
export function originOf(written: string, where: "from" | "copy", names: Names, lookup: Lookup): Origin {
  const { text, missing } = expand(written, lookup, names.escaping);
  if (missing.length > 0 || text === "") {
    return { kind: "unresolved", written: shown(written), variables: [...new Set(missing)].map(shown) };
  }
  const context = contextOf(text, names.contexts);
  if (context !== undefined) return context;
  const stage = names.stages.get(text.toLowerCase());
  if (stage !== undefined) return { kind: "stage", stage };
  if (where === "copy" && /^\d{1,4}$/.test(text) && Number(text) < names.before) {
    return { kind: "stage", stage: Number(text) };
  }
  if (where === "from" && text === "scratch") return { kind: "scratch" };
  const image = parseImageReference(text);
  return image === undefined ? { kind: "unresolved", written: shown(text), variables: [] } : { kind: "image", image };
}

function contextOf(name: string, contexts: Readonly<Record<string, string>>): Origin | undefined {
  if (!Object.hasOwn(contexts, name)) return undefined;
  const value = contexts[name] ?? "";
  const image = /^docker-image:\/\/(.+)$/.exec(value)?.[1];
  if (image === undefined) return { kind: "context", name };
  const reference = parseImageReference(image);
  return reference === undefined
    ? { kind: "unresolved", written: shown(value), variables: [] }
    : { kind: "image", image: reference };
}

const shown = (text: string): string => text.slice(0, 200);
