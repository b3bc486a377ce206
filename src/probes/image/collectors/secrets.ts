import type { z } from "zod";
import {
  type FoundSecret,
  secretOfVariable,
  secretsOfArguments,
  secretsOfHeaders,
} from "../../host/secret-patterns.ts";
import { shortened } from "../../host/secrets.ts";
import type { SecretFind } from "../../secret-find-schema.ts";
import type { imageSecretsSchema } from "../facts.ts";
import {
  type Collector,
  countedAlone,
  type ImageConfiguration,
  type ImageView,
  type LayerEntry,
  type Noted,
} from "./collector.ts";
import {
  digestsOf,
  type OwnedFiles,
  ownedFiles,
  ownersAmong,
  type PackagedFiles,
  packagedFiles,
  wantsOwners,
} from "./packaged-files.ts";
import { searchLimit, searchOf } from "./secrets/searched-files.ts";
import { secretsInFile } from "./secrets/secrets-in-file.ts";

type Facts = z.output<typeof imageSecretsSchema>;
interface Note {
  readonly owned?: OwnedFiles;
  readonly searched?: true;
  readonly secrets?: readonly FoundSecret[];
  readonly digests?: Readonly<Record<string, string>>;
  /** A text that is longer than what was searched. */
  readonly isCut?: boolean;
}

const cap = 500;
/** Characters of a step of the history that are searched. */
const longestStep = 1024 * 1024;

/** Secrets in the files of all layers, hidden ones too, in the environment, the labels, the command and the history. */
export const secrets: Collector<Facts, Note> = {
  wants: (entry) => wantsOwners(entry) || (searchOf(entry) === undefined ? 0 : searchLimit),
  note: (entry, content) => {
    if (wantsOwners(entry) > 0) return { owned: ownedFiles(entry, content) };
    const search = searchOf(entry);
    if (search === undefined) return undefined;
    const found = secretsInFile(entry.path, content, search);
    const isCut = entry.size > content.length && !content.subarray(0, 1024).includes(0) && search === "assignments";
    if (found.length === 0) return isCut ? { searched: true, isCut } : countedAlone;
    return { searched: true, secrets: found, digests: digestsOf(content), isCut };
  },
  conclude: (view) => {
    const packaged = packagedFiles(ownersAmong([...view.visible, ...view.hidden]), view);
    const found = [
      ...inFiles(view, view.visible, packaged, false),
      ...inFiles(view, view.hidden, packaged, true),
      ...inConfiguration(view),
    ];
    const all = [...view.visible, ...view.hidden];
    const long = view.configuration.history.findIndex(({ createdBy }) => createdBy.length > longestStep);
    const cut = all.filter((it) => it.note.isCut === true).map((it) => `/${it.entry.path}`);
    return {
      found: found.slice(0, cap),
      files: view.counted + all.filter((it) => it.note.searched === true).length,
      variables: view.configuration.environment.length,
      unseen: [
        ...view.unseen,
        ...(long < 0 ? [] : [gap(`step ${long} of the history is too long to be searched whole`)]),
        ...(cut.length === 0 ? [] : [gap(`only the first megabyte was searched of ${cut.slice(0, 5).join(", ")}`)]),
        ...(found.length <= cap ? [] : [gap(`only ${cap} of ${found.length} secrets are told`)]),
      ],
    };
  },
};

const gap = (reason: string) => ({ reason, wouldVerify: "look for secrets there by hand" });

/** A file that is as its package shipped it is public, whatever it looks like. */
function inFiles(
  { fingerprint }: ImageView<Note>,
  notes: readonly Noted<Note>[],
  packaged: PackagedFiles,
  hidden: boolean,
): readonly SecretFind[] {
  return notes.flatMap(({ entry, note }) => {
    if (note.secrets === undefined || packaged.isAsShipped(entry.path, (it) => note.digests?.[it])) return [];
    return note.secrets.map(({ name, kind, value }) => ({
      where: "file" as const,
      ...placeOf(entry),
      name: shortened(name),
      kind,
      fingerprint: fingerprint(value),
      hidden,
    }));
  });
}

const placeOf = ({ path, layer, mode }: LayerEntry) => ({
  place: `/${path}`,
  layer,
  mode: mode.toString(8).padStart(4, "0"),
});

function inConfiguration({ configuration, fingerprint }: ImageView<Note>): readonly SecretFind[] {
  const told = (where: SecretFind["where"], place: string, found: readonly (FoundSecret | undefined)[]) =>
    found.flatMap((it) =>
      it === undefined
        ? []
        : [{ where, place, name: shortened(it.name), kind: it.kind, fingerprint: fingerprint(it.value) }],
    );
  const variables = configuration.environment.map((it) => it.split(/=(.*)/s));
  return [
    ...variables.flatMap(([name = "", value = ""]) =>
      told("environment", shortened(name), [secretOfVariable(name, value)]),
    ),
    ...Object.entries(configuration.labels).flatMap(([name, value]) =>
      told("label", shortened(name), [secretOfVariable(name, value)]),
    ),
    ...told("argument", "entrypoint and command", [
      ...secretsOfArguments(configuration.entrypoint),
      ...secretsOfArguments(configuration.command),
    ]),
    ...configuration.history.flatMap((step, i) => told("history", `step ${i}`, inHistory(step, configuration))),
  ];
}

/** What an instruction sets that isn't the environment that was already told of. */
function inHistory(step: ImageConfiguration["history"][number], { environment }: ImageConfiguration) {
  const text = step.createdBy.slice(0, longestStep);
  const words = text.split(/\s+/).map((it) => it.replace(/^["']+|["']+$/g, ""));
  return [...secretsOfArguments(words), ...secretsOfHeaders(text)].filter(
    (it) => !environment.includes(`${it.name}=${it.value}`),
  );
}
