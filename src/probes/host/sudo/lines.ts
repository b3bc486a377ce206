interface LogicalLine {
  /** Number of its first line. */
  readonly number: number;
  /** With the newline of each continuation kept as a blank. */
  readonly text: string;
}

/** The lines of a sudoers file, those joined that end with a backslash; a comment is not continued. */
export function logicalLines(text: string): readonly LogicalLine[] {
  const found: LogicalLine[] = [];
  let begun: LogicalLine | undefined;
  for (const [at, raw] of text.split("\n").entries()) {
    const line = raw.replace(/\r$/, "");
    const before: string = begun?.text ?? "";
    const number: number = begun?.number ?? at + 1;
    const continued = /\\[ \t]*$/.exec(line);
    if (continued !== null && !endsInComment(before + line) && !isEscaped(line, continued.index)) {
      begun = { number, text: `${before}${line.slice(0, continued.index)}\n` };
      continue;
    }
    found.push({ number, text: before + line });
    begun = undefined;
  }
  return begun === undefined ? found : [...found, begun];
}

function endsInComment(line: string): boolean {
  return /^[^"]*?(?<!\\)#(?!-?\d|include)/.test(line);
}

function isEscaped(line: string, at: number): boolean {
  return (/\\*$/.exec(line.slice(0, at))?.[0].length ?? 0) % 2 === 1;
}
