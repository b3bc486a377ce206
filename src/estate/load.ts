import { explainIssues } from "./explain-issue.ts";
import { mergeRoots } from "./merge.ts";
import { EstateError } from "./mistake.ts";
import { type Path, type Placed, pathText, plain, spanAt, valueAt } from "./placed.ts";
import { present } from "./present.ts";
import { type Files, readEstateFiles } from "./read-files.ts";
import { readYaml } from "./read-yaml.ts";
import { type Estate, estateSchema } from "./schema.ts";
import { secretsWrittenDown, stretchesToMask } from "./secret-fields.ts";
import { type Flaw, type Place, placeOf, type Source } from "./source.ts";

/** An estate, and where each part of it was declared. */
export interface LoadedEstate {
  readonly estate: Estate;
  /** The files it was read from, in the order of reading. */
  readonly files: readonly string[];
  /** Where a part is declared, such as `["systems", "shop", "owner"]`; nothing for what no file gives. */
  readonly place: (path: Path) => Place | undefined;
  /** What is no mistake, but probably not meant; whole sentences. */
  readonly warnings: readonly string[];
}

/**
 * Loads an estate from a YAML or JSON file, or from all of them in a folder.
 *
 * @throws EstateError with every mistake there is, each with its place.
 */
export async function loadEstate(path: string): Promise<LoadedEstate> {
  return parse(await readEstateFiles(path));
}

/**
 * An estate from texts that are at hand; touches no file.
 *
 * @throws EstateError with every mistake there is, each with its place.
 */
export function parseEstate(sources: readonly Source[]): LoadedEstate {
  return parse({ sources, flaws: [] });
}

function parse({ sources, flaws: unread }: Files): LoadedEstate {
  const readings = sources.map((source) => ({ source, ...readText(source) }));
  const roots = readings.flatMap((it) => it.root ?? []);
  const merged = mergeRoots(roots);
  const flaws = [...unread, ...readings.flatMap((it) => it.flaws), ...merged.flaws];
  const complete = flaws.length === 0 || !readings.some((it) => it.broken);
  const result = merged.root && complete && unread.length === 0 ? check(merged.root, flaws) : undefined;
  if (flaws.length > 0 || result === undefined || merged.root === undefined) {
    const order = [...unread.map((it) => it.span.source), ...sources];
    const rootOf = (source: Source): Placed | undefined =>
      readings.some((it) => it.source === source && it.root) ? merged.root : undefined;
    throw new EstateError(present(flaws, order, (source) => stretchesToMask(source, rootOf(source))));
  }
  const { root } = merged;
  return {
    estate: result,
    files: sources.map((it) => it.file),
    place: (path) => (valueAt(root, path) ? placeOf(spanAt(root, path)) : undefined),
    warnings: [],
  };
}

function readText(source: Source): ReturnType<typeof readYaml> {
  const control = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(source.text);
  if (control) {
    const span = { source, start: control.index, end: control.index + 1 };
    return { flaws: [{ span, message: "this isn't text: a control character stands here" }], broken: true };
  }
  const reading = readYaml(source);
  if (reading.root !== undefined || reading.flaws.length > 0) return reading;
  const span = { source, start: 0, end: 1 };
  return { flaws: [{ span, message: "the file is empty; the smallest estate is `estate: NAME`" }], broken: false };
}

/** What the schema makes of the values; every mistake is added to `flaws`. */
function check(root: Placed, flaws: Flaw[]): Estate | undefined {
  const secrets = secretsWrittenDown(root);
  flaws.push(...secrets.map((it) => it.flaw));
  const told = new Set(secrets.map((it) => pathText(it.path)));
  const parsed = estateSchema.safeParse(plain(root));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.filter((it) => !told.has(pathText(it.path)));
  flaws.push(...explainIssues(root, issues));
  return undefined;
}
