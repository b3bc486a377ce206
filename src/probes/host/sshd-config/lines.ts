import { matchesPattern } from "./patterns.ts";

/** A line of sshd_config: its keyword in small letters, and what follows it. */
export interface ConfigLine {
  readonly keyword: string;
  readonly rest: string;
}

/** The configuration files of a daemon by path; the first one is where it begins. */
export interface ConfigFiles {
  readonly first: string;
  readonly files: ReadonlyMap<string, readonly ConfigLine[]>;
}

const aliases: Readonly<Record<string, string>> = {
  challengeresponseauthentication: "kbdinteractiveauthentication",
  skeyauthentication: "kbdinteractiveauthentication",
  dsaauthentication: "pubkeyauthentication",
  pubkeyacceptedkeytypes: "pubkeyacceptedalgorithms",
  authorizedkeysfile2: "authorizedkeysfile",
};

/** Reads `file PATH` by tab and the lines of that file after it, with their number in front. */
export function parseConfigFiles(text: string): ConfigFiles {
  const files = new Map<string, ConfigLine[]>();
  let lines: ConfigLine[] = [];
  for (const told of text.split("\n")) {
    const path = /^file\t(.*)$/.exec(told)?.[1];
    if (path !== undefined) {
      lines = [];
      files.set(path, lines);
      continue;
    }
    const line = /^\d+\t(.*)$/.exec(told)?.[1];
    if (line === undefined) continue;
    const { token, rest } = delimited(line.trimEnd());
    const keyword = token.toLowerCase();
    lines.push({ keyword: aliases[keyword] ?? keyword, rest });
  }
  return { first: [...files.keys()][0] ?? "", files };
}

/** The files that an Include names, in the order in which sshd reads them. */
export function included({ files }: ConfigFiles, rest: string): readonly string[] {
  return words(rest).flatMap((written) => {
    const pattern = written.startsWith("/") ? written : `/etc/ssh/${written}`;
    return [...files.keys()].filter((path) => matchesPath(path, pattern)).sort();
  });
}

/** As glob(7) has it, a wildcard neither spans folders nor finds hidden files. */
function matchesPath(path: string, pattern: string): boolean {
  const [own, wanted] = [path.split("/"), pattern.split("/")];
  return (
    own.length === wanted.length &&
    wanted.every((it, at) => {
      const name = own[at] ?? "";
      return matchesPattern(name, it) && (!name.startsWith(".") || it.startsWith("."));
    })
  );
}

/** The first token of a line and what follows it: tokens end at blanks, at one `=`, or where their quotes do. */
export function delimited(text: string): { readonly token: string; readonly rest: string } {
  const quoted = /^([^\s="]*)"([^"]*)"\s*(.*)$/s.exec(text);
  if (quoted !== null) return { token: `${quoted[1]}${quoted[2]}`, rest: quoted[3] ?? "" };
  const [, token = text, rest = ""] = /^([^\s="]*)(?:=\s*|\s+(?:=\s*)?)(.*)$/s.exec(text) ?? [];
  return { token, rest };
}

/** Arguments up to a comment; quotes of both kinds keep blanks, and a backslash keeps quotes. */
export function words(text: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (/\s/.test(text[at] ?? "")) continue;
    if (text[at] === "#") break;
    let word = "";
    let quote = "";
    for (; at < text.length; at++) {
      const [it = "", next = ""] = [text[at], text[at + 1]];
      if (it === "\\" && (/['"\\]/.test(next) || (quote === "" && next === " "))) word += text[++at] ?? "";
      else if (quote === "" && /[ \t]/.test(it)) break;
      else if (quote === "" && (it === '"' || it === "'")) quote = it;
      else if (it === quote) quote = "";
      else word += it;
    }
    found.push(word);
  }
  return found;
}
