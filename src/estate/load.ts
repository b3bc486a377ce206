import { dirname, isAbsolute, join } from "node:path";
import { explainIssues } from "./mistakes/explain-issue.ts";
import { EstateError } from "./mistakes/mistake.ts";
import { present } from "./mistakes/present.ts";
import { mergeRoots } from "./reading/merge.ts";
import { type Path, type Placed, pathText, plain, spanAt, valueAt } from "./reading/placed.ts";
import { type Files, readEstateFiles, readText, type Text } from "./reading/read-files.ts";
import { readSource } from "./reading/read-source.ts";
import { readRoster } from "./reading/roster.ts";
import { type Flaw, type Place, placeOf, type Source, type Span } from "./reading/source.ts";
import { incoherences } from "./rules/coherence.ts";
import { unknownRequirements } from "./rules/named-requirements.ts";
import { unknownSubjects } from "./rules/named-subjects.ts";
import { danglingReferences } from "./rules/references.ts";
import { rowsToMask, secretsWrittenDown, stretchesToMask } from "./rules/secret-fields.ts";
import { warningsOf } from "./rules/warnings.ts";
import { type Estate, estateSchema } from "./schema.ts";

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
 * Loads an estate from a YAML or JSON file, or from all of them in a folder, with the roster it names.
 *
 * @throws EstateError with every mistake there is, each with its place.
 */
export async function loadEstate(path: string): Promise<LoadedEstate> {
  const declared = readDeclarations(await readEstateFiles(path));
  const roster = rosterOf(declared);
  return finish(declared, roster && { ...roster, content: await readText(roster.file) });
}

/**
 * An estate from texts that are at hand; touches no file. A text whose name ends in `.csv` is the roster that the estate names.
 *
 * @throws EstateError with every mistake there is, each with its place.
 */
export function parseEstate(sources: readonly Source[]): LoadedEstate {
  const isRoster = (it: Source): boolean => it.file.endsWith(".csv");
  const declared = readDeclarations({ sources: sources.filter((it) => !isRoster(it)), flaws: [] });
  const roster = rosterOf(declared);
  const text = sources.find((it) => isRoster(it) && it.file === roster?.file)?.text;
  return finish(declared, roster && { ...roster, content: text ?? { problem: "there is no such file or folder" } });
}

/**
 * What is wrong with an estate that was not read from its own file, such as a recorded one: sentences that name the
 * part. It is held to the same rules as a file; its roster is in it already.
 */
export function incoherencesOf({ roster: _read, ...estate }: Estate): readonly string[] {
  const { root, flaws } = readSource({ file: "estate.json", text: JSON.stringify(estate) });
  const mistakes = [...flaws];
  if (root !== undefined) check(root, mistakes, { partial: false, unseen: new Set() });
  return mistakes.map(({ message }) => message);
}

interface Declarations {
  readonly sources: readonly Source[];
  readonly root: Placed | undefined;
  readonly flaws: readonly Flaw[];
  /** True if something is missing from the root, so that what refers to it can't be judged. */
  readonly partial: boolean;
}

interface Roster {
  readonly file: string;
  readonly span: Span;
}

function readDeclarations({ sources, flaws: unread }: Files): Declarations {
  const readings = sources.map((source) => ({ source, ...readSource(source) }));
  const { root, flaws } = mergeRoots(readings.flatMap((it) => it.root ?? []));
  return {
    sources,
    root,
    flaws: [...unread, ...readings.flatMap((it) => it.flaws), ...flaws],
    partial: unread.length > 0 || readings.some((it) => it.broken),
  };
}

function rosterOf({ root }: Declarations): Roster | undefined {
  const csv = root && valueAt(root, ["roster", "csv"]);
  if (csv?.kind !== "scalar" || typeof csv.value !== "string" || csv.value === "") return undefined;
  const file = isAbsolute(csv.value) ? csv.value : join(dirname(csv.span.source.file), csv.value);
  return { file, span: csv.span };
}

function finish(declared: Declarations, roster: (Roster & { readonly content: Text }) | undefined): LoadedEstate {
  const flaws = [...declared.flaws];
  const sources = [...declared.sources];
  let { root } = declared;
  if (root && roster && typeof roster.content !== "string") {
    flaws.push({ span: roster.span, message: `the roster ${roster.file}: ${roster.content.problem}` });
  } else if (root && roster && typeof roster.content === "string") {
    const source = { file: roster.file, text: roster.content };
    const { people, flaws: mistakes } = readRoster(source);
    const united = mergeRoots([
      root,
      { kind: "map", span: root.span, entries: new Map([["people", { key: people.span, value: people }]]) },
    ]);
    sources.push(source);
    flaws.push(...mistakes, ...united.flaws);
    root = united.root;
  }
  const unseen = new Set(typeof roster?.content === "object" ? ["people"] : []);
  const estate = root && check(root, flaws, { partial: declared.partial, unseen });
  if (flaws.length > 0 || estate === undefined || root === undefined) {
    const unread = flaws.map((it) => it.span.source).filter((it) => it.text === "");
    const masks = (source: Source): readonly Span[] => {
      if (source.file === roster?.file) return rowsToMask(source);
      return stretchesToMask(source, root, !declared.flaws.some((it) => it.span.source === source));
    };
    throw new EstateError(present(flaws, [...new Set([...unread, ...sources])], masks));
  }
  const whole = root;
  return {
    estate,
    files: sources.map((it) => it.file),
    place: (path) => (valueAt(whole, path) ? placeOf(spanAt(whole, path)) : undefined),
    warnings: warningsOf(estate),
  };
}

/** What the schema and the rules between declarations make of the values; every mistake is added to `flaws`. */
function check(
  root: Placed,
  flaws: Flaw[],
  { partial, unseen }: { readonly partial: boolean; readonly unseen: ReadonlySet<string> },
): Estate | undefined {
  const secrets = secretsWrittenDown(root);
  flaws.push(...secrets.map((it) => it.flaw));
  const told = new Set(secrets.map((it) => pathText(it.path)));
  const parsed = estateSchema.safeParse(plain(root));
  const issues = (parsed.error?.issues ?? []).filter((it) => !told.has(pathText(it.path)));
  // What is missing may stand in the file that could not be read.
  const certain = partial ? issues.filter((it) => valueAt(root, it.path) !== undefined) : issues;
  flaws.push(...explainIssues(root, certain), ...incoherences(root), ...unknownRequirements(root));
  if (partial) return undefined;
  flaws.push(...danglingReferences(root, unseen));
  if (!parsed.success) return undefined;
  flaws.push(...unknownSubjects(root, parsed.data));
  return parsed.data;
}
