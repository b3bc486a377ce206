const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/gu;
const combining = /\p{M}/gu;

/** How many columns of a terminal a text without control characters takes. */
export function columnsOf(text: string): number {
  return [...text.replace(combining, "")].length + (text.match(wide)?.length ?? 0);
}

/** The text filled up with spaces on its right. */
export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}

/** The text filled up with spaces on its left. */
export function aligned(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - columnsOf(text))) + text;
}

/** The text broken between words into lines of at most `columns`; a longer word is cut. At least one line. */
export function wrapped(text: string, columns: number): readonly string[] {
  const limit = Math.max(8, columns);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((it) => pieces(it, limit))) {
    if (line !== "" && columnsOf(line) + 1 + columnsOf(word) > limit) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function pieces(word: string, limit: number): readonly string[] {
  const found: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && columnsOf(piece + character) > limit) {
      found.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...found, piece];
}
