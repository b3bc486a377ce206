import { DockerfileParser } from "dockerfile-ast";

/** A heredoc of an instruction; its body as it stands in the file. */
export interface Heredoc {
  readonly name: string;
  readonly body: string;
  readonly line: number;
}

/** An instruction as its writer meant it: continued lines joined, comments between them gone, flags apart. */
export interface WrittenInstruction {
  /** In upper case. */
  readonly keyword: string;
  readonly line: number;
  readonly onbuild: boolean;
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** All that follows the flags, without bodies of heredocs. */
  readonly text: string;
  /** Line of the file at an offset of `text`. */
  readonly lineAt: (offset: number) => number;
  readonly heredocs: readonly Heredoc[];
}

export interface WrittenDockerfile {
  readonly instructions: readonly WrittenInstruction[];
  /** The character that continues lines: a backslash, unless a directive says otherwise. */
  readonly escaping: string;
  /** Image of the `# syntax=` directive. */
  readonly syntax?: string;
}

const mostFlags = 50;

/** Splits a Dockerfile into its instructions, by the rules of the builder's parser. */
export function writtenInstructions(text: string): WrittenDockerfile {
  const file = DockerfileParser.parse(text);
  const escaping = file.getEscapeCharacter();
  const lines = text.split(/\r?\n/);
  const syntax = directive(lines, "syntax");
  const instructions = file.getInstructions().map((it) => {
    const { start, end } = it.getRange();
    const bodies = heredocsOf(it).flatMap((one) => bodyOf(one, lines));
    const last = Math.min(end.line, ...bodies.map((one) => one.line - 2));
    return written(lines.slice(start.line, last + 1), start.line + 1, escaping, bodies);
  });
  return { instructions, escaping, ...(syntax !== undefined && { syntax }) };
}

/** The parser throws at some broken heredocs; without its body, what the shell is given has no end and is told as unparsed. */
function heredocsOf(instruction: object): readonly AstHeredoc[] {
  if (!("getHeredocs" in instruction)) return [];
  try {
    return (instruction as { getHeredocs(): readonly AstHeredoc[] }).getHeredocs();
  } catch {
    return [];
  }
}

interface AstHeredoc {
  getName(): string;
  getContentRange(): { readonly start: { readonly line: number } } | null | undefined;
  getDelimiterRange(): { readonly start: { readonly line: number } } | null | undefined;
}

function bodyOf(heredoc: AstHeredoc, lines: readonly string[]): readonly Heredoc[] {
  const first = heredoc.getContentRange()?.start.line ?? heredoc.getDelimiterRange()?.start.line;
  if (first === undefined) return [];
  const end = heredoc.getDelimiterRange()?.start.line ?? lines.length;
  return [{ name: heredoc.getName(), body: lines.slice(first, end).join("\n"), line: first + 1 }];
}

/** Directives stand at the very top, before any instruction and any other comment. */
function directive(lines: readonly string[], name: string): string | undefined {
  for (const line of lines) {
    const found = /^\s*#\s*([A-Za-z]+)\s*=\s*(\S.*?)\s*$/.exec(line);
    if (found === null) return undefined;
    if (found[1]?.toLowerCase() === name) return found[2];
  }
  return undefined;
}

function written(
  lines: readonly string[],
  firstLine: number,
  escaping: string,
  heredocs: readonly Heredoc[],
): WrittenInstruction {
  const { text, starts } = joined(lines, firstLine, escaping);
  let at = /^\s*/.exec(text)?.[0].length ?? 0;
  let onbuild = false;
  let keyword = "";
  for (;;) {
    const word = /^[A-Za-z]+/.exec(text.slice(at, at + 20))?.[0] ?? "";
    keyword = word.toUpperCase();
    at += word.length;
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (keyword !== "ONBUILD" || onbuild) break;
    onbuild = true;
  }
  const flags: { name: string; value: string }[] = [];
  while (flags.length < mostFlags) {
    const found = /^--([a-z][a-z-]*)(?:=("[^"]*"|\S*))?(?:\s+|$)/.exec(text.slice(at, at + 2000));
    if (found === null || !["FROM", "RUN", "COPY", "ADD", "HEALTHCHECK"].includes(keyword)) break;
    flags.push({ name: found[1] ?? "", value: (found[2] ?? "").replace(/^"|"$/g, "") });
    at += found[0].length;
  }
  const from = at;
  return {
    ...{ keyword, line: firstLine, onbuild, flags, heredocs },
    text: text.slice(from).trimEnd(),
    lineAt: (offset) => starts.findLast((it) => it.offset <= offset + from)?.line ?? firstLine,
  };
}

/** Lines that end in the escape character go on in the next that is neither empty nor a comment. */
function joined(lines: readonly string[], firstLine: number, escaping: string) {
  const parts: string[] = [];
  const starts: { readonly offset: number; readonly line: number }[] = [];
  let offset = 0;
  for (const [i, line] of lines.entries()) {
    if (i > 0 && /^\s*(?:#|$)/.test(line)) continue;
    const trimmed = line.trimEnd();
    const part = trimmed.endsWith(escaping) ? trimmed.slice(0, -1) : line;
    starts.push({ offset, line: firstLine + i });
    parts.push(part);
    offset += part.length;
  }
  return { text: parts.join(""), starts };
}
