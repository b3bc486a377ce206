import { expand, type Lookup } from "./expand.ts";
import type { Instruction, Origin } from "./facts.ts";
import { readRun } from "./run.ts";
import { valueWithoutSecrets, wordsWithoutSecrets } from "./without-secrets.ts";
import { assignments, expandedWords, jsonWords } from "./words.ts";
import type { WrittenInstruction } from "./written-instructions.ts";

/** What an instruction of a stage is read with. */
export interface Reading {
  readonly lookup: Lookup;
  readonly escaping: string;
  /** The stage's SHELL, empty for the builder's own. */
  readonly shell: readonly string[];
  readonly originOf: (written: string) => Origin;
}

/** An instruction as a fact. */
export function readInstruction(it: WrittenInstruction, reading: Reading): Instruction {
  const { lookup, escaping } = reading;
  const head = { line: it.line, onbuild: it.onbuild };
  const filled = (text: string) => expand(text, lookup, escaping);
  const texts = () =>
    (jsonWords(it.text) ?? expandedWords(it.text, lookup, escaping).map((one) => one.text)).slice(0, 500);
  switch (it.keyword) {
    case "RUN":
      return readRun(it, lookup, reading.shell, reading.originOf);
    case "COPY":
    case "ADD":
      return readCopy(it, reading);
    case "USER": {
      const { text, missing } = filled(it.text);
      return { ...head, kind: "user", user: text.trim(), variables: [...missing] };
    }
    case "EXPOSE":
      return { ...head, kind: "expose", ports: [...texts()] };
    case "ENV":
    case "ARG":
    case "LABEL": {
      const given = assignments(it.keyword, it.text, lookup, escaping);
      const values = given.flatMap(({ name, value }) =>
        value === undefined ? [] : [[name, valueWithoutSecrets(name, value.text)] as const],
      );
      const kind = it.keyword.toLowerCase() as "env" | "arg" | "label";
      return { ...head, kind, names: given.map(({ name }) => name), values: Object.fromEntries(values) };
    }
    case "ENTRYPOINT":
    case "CMD": {
      const json = jsonWords(it.text);
      const kind = it.keyword === "CMD" ? "cmd" : "entrypoint";
      const words = json ?? it.text.split(/\s+/).filter((one) => one !== "");
      return { ...head, kind, words: wordsWithoutSecrets(words), shell: json === undefined };
    }
    case "HEALTHCHECK":
      return { ...head, kind: "healthcheck", none: /^none\b/i.test(it.text) };
    case "VOLUME":
      return { ...head, kind: "volume", paths: [...texts()] };
    case "WORKDIR":
      return { ...head, kind: "workdir", path: filled(it.text).text };
    default:
      return { ...head, kind: "other", name: it.keyword.slice(0, 40) };
  }
}

function readCopy(it: WrittenInstruction, { lookup, escaping, originOf }: Reading): Instruction {
  const flag = (name: string) => it.flags.find((one) => one.name === name)?.value;
  const from = flag("from");
  const words = jsonWords(it.text) ?? expandedWords(it.text, lookup, escaping).map((one) => one.text);
  const sources = words.slice(0, -1).filter((one) => !one.startsWith("<<"));
  const checksum = flag("checksum");
  const owner = flag("chown");
  const mode = flag("chmod");
  const add = it.keyword === "ADD";
  const fetched = add ? sources.filter(isFetched) : [];
  return {
    ...{ line: it.line, onbuild: it.onbuild, kind: add ? "add" : "copy" },
    ...(from !== undefined && { from: originOf(from) }),
    sources: wordsWithoutSecrets(sources),
    target: words.at(-1) ?? "",
    fetches: wordsWithoutSecrets(fetched).map((url) => {
      const pin = checksum ?? commitOf(url);
      return { url, ...(pin !== undefined && { checksum: pin }) };
    }),
    ...(owner !== undefined && { owner }),
    ...(mode !== undefined && { mode }),
  };
}

/** Whether ADD fetches a source from the network: a URL, or a Git repository in its short form. */
function isFetched(source: string): boolean {
  return /^(?:https?|ftp|git|ssh):\/\//i.test(source) || /^git@[\w.-]+:/.test(source);
}

/** A whole commit in the fragment of a Git repository's address is as good as a checksum. */
function commitOf(url: string): string | undefined {
  return /\.git#([0-9a-f]{40}|[0-9a-f]{64})(?::|$)/.exec(url)?.[1] ?? /[?&]commit=([0-9a-f]{40})(?:&|$)/.exec(url)?.[1];
}
