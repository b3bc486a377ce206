/** A line that is not written as sudoers(5) wants it. */
export class SyntaxFlaw extends Error {}

/** Reads one logical line of a sudoers file from left to right. */
export class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get rest(): string {
    return this.#text.slice(this.#at);
  }

  skipBlanks(): void {
    while (/[ \t\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  /** Whether nothing but a comment is left. A `#` in front of a number begins a user id. */
  atEnd(): boolean {
    this.skipBlanks();
    return this.#at >= this.#text.length || /^#(?!-?\d)/.test(this.rest);
  }

  /** Takes what an expression finds right here (it must begin with `^`), if it does. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(this.rest);
    if (found === null) return undefined;
    this.#at += found[0].length;
    return found;
  }

  /** Takes one sign, after blanks. */
  takeSign(sign: string): boolean {
    this.skipBlanks();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  /** Exclamation marks in a row: an odd number of them negates. */
  takeNegation(): boolean {
    this.skipBlanks();
    return (this.take(/^!+/)?.[0].length ?? 0) % 2 === 1;
  }

  expectSign(sign: string): void {
    if (!this.takeSign(sign)) throw new SyntaxFlaw(`"${sign}" is missing before "${this.rest.slice(0, 40)}"`);
  }

  expectEnd(): void {
    if (!this.atEnd()) throw new SyntaxFlaw(`"${this.rest.slice(0, 40)}" is one too many`);
  }

  /** A word, bare with escapes or in quotes; undefined when there is none. */
  takeWord(): string | undefined {
    const quoted = this.take(/^"((?:\\[\s\S]|[^"\\])*)"/);
    if (quoted !== undefined) return (quoted[1] ?? "").replace(/\\\n[ \t]*/g, "").replace(/\\(["\\])/g, "$1");
    const bare = this.take(/^(?:\\[^\t\n]|[^#>!=:,() \t\r\n\\"])+/);
    return bare === undefined ? undefined : unescaped(bare[0]);
  }
}

/** `\x41` is a byte, any other backslash keeps the sign behind it. */
function unescaped(text: string): string {
  return text.replace(/\\x([0-9A-Fa-f]{2})|\\([\s\S])/g, (_, hex?: string, sign?: string) =>
    hex === undefined ? (sign ?? "") : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
