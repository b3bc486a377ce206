/** Whatever a terminal, an editor or a browser would obey or hide instead of showing it. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Foreign text with its control, format and direction characters spelled out (`\x1b`, `\u202e`), on one line. Text comes
 * from servers and hosts that may be hostile; a report must show such characters and never obey them.
 */
export function visible(text: string): string {
  return text.replace(unseen, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return "\\t";
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

/** The same for text that is meant to have several lines, such as a remedy: its line breaks stay, tabs become spaces. */
export function visibleLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => visible(line.replaceAll("\t", "  ")));
}
