import { nearest } from "../mistakes/nearest.ts";
import { type Path, type Placed, type PlacedMap, pathText, plain, valueAt } from "../reading/placed.ts";
import type { Flaw, Span } from "../reading/source.ts";
import { isName } from "../schema.ts";

type Pattern = string;
type Target = readonly [key: string, noun: string];

const people: Target = ["people", "person"];
const zones: Target = ["zones", "zone"];

/** Where the estate file names something of itself, and in which of its maps that must be. */
const references: readonly (readonly [Pattern, Target])[] = [
  ["systems.*.environment", ["environments", "environment"]],
  ["systems.*.owner", people],
  ["systems.*.endpoints.*", ["endpoints", "endpoint"]],
  ["systems.*.hosts.*", ["hosts", "host"]],
  ["systems.*.images.*", ["images", "image"]],
  ["systems.*.dockerfiles.*", ["dockerfiles", "Dockerfile"]],
  ["systems.*.composeFiles.*", ["composeFiles", "compose file"]],
  ["systems.*.containers.*", ["containers", "container"]],
  ["systems.*.databases.*", ["databases", "database"]],
  ["hosts.*.admins.*", people],
  ["serviceAccounts.*.owner", people],
  ["accessApprovals.*.person", people],
  ["accessApprovals.*.approvedBy", people],
  ["databases.*.applications.*.system", ["systems", "system"]],
  ["hosts.*.jump", ["hosts", "host"]],
  ["hosts.*.container", ["containers", "container"]],
  ["hosts.*.logArchive.host", ["hosts", "host"]],
  ["containers.*.engine", ["engines", "engine"]],
  ["images.*.engine", ["engines", "engine"]],
  ["baseImages.*.engine", ["engines", "engine"]],
  ["baseImages.*.approvedBy", people],
  ["vantagePoints.*.environment", ["environments", "environment"]],
  ["vantagePoints.*.zone", zones],
  ["vantagePoints.*.host", ["hosts", "host"]],
  ["flows.*.from", zones],
  ["flows.*.to", zones],
  ["flows.*.approvedBy", people],
  ["exceptions.*.system", ["systems", "system"]],
  ["exceptions.*.approvedBy", people],
  ["attestations.*.system", ["systems", "system"]],
  ["attestations.*.by", people],
];

/** Names that refer to nothing in the estate; those into the maps of `unseen`, which could not be read whole, are let pass. */
export function danglingReferences(root: Placed, unseen: ReadonlySet<string>): readonly Flaw[] {
  return references.flatMap(([pattern, [target, noun]]) => {
    if (unseen.has(target)) return [];
    const declared = valueAt(root, [target]);
    const names = declared?.kind === "map" ? declared.entries : new Map<string, unknown>();
    return textsAt(root, pattern)
      .filter((it) => isName(it.text) && !names.has(it.text))
      .map(({ path, text, span }) => {
        const none = names.size === 0 ? `; the estate declares no ${target}` : "";
        const message = `\`${pathText(path)}\` names the ${noun} \`${text}\`, which isn't declared under \`${target}\`${none}`;
        return { span, message, suggestion: nearest(text, names.keys()) };
      });
  });
}

/** Every text at the paths that a pattern such as `systems.*.owner` fits. */
export function textsAt(root: Placed, pattern: Pattern): readonly { path: Path; text: string; span: Span }[] {
  return nodesAt(root, pattern.split(".")).flatMap(({ path, node }) =>
    node.kind === "scalar" && typeof node.value === "string" ? [{ path, text: node.value, span: node.span }] : [],
  );
}

/** Every map at the paths that a pattern fits, with its values. */
export function mapsAt(
  root: Placed,
  pattern: Pattern,
): readonly { path: Path; map: PlacedMap; values: Readonly<Record<string, unknown>> }[] {
  return nodesAt(root, pattern.split(".")).flatMap(({ path, node }) =>
    node.kind === "map" ? [{ path, map: node, values: plain(node) as Record<string, unknown> }] : [],
  );
}

function nodesAt(node: Placed, pattern: readonly string[], path: Path = []): { path: Path; node: Placed }[] {
  const [key, ...rest] = pattern;
  if (key === undefined) return [{ path, node }];
  if (node.kind === "scalar") return [];
  const children: [PropertyKey, Placed][] =
    node.kind === "list" ? [...node.items.entries()] : [...node.entries].map(([name, { value }]) => [name, value]);
  return children.flatMap(([name, child]) =>
    key === "*" || key === name ? nodesAt(child, rest, [...path, name]) : [],
  );
}
