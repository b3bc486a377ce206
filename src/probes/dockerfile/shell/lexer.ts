import { closingBrace, type Lookup } from "../expand.ts";

/** A text that is no shell script, or one beyond what is read of it. */
export class ShellFlaw extends Error {}

export type Token =
  /** One word gives several where a list was filled in; `raw` is what was written. */
  | { readonly kind: "word"; readonly fields: readonly string[]; readonly raw: string; readonly at: number }
  | { readonly kind: "operator"; readonly text: string; readonly at: number }
  | { readonly kind: "end"; readonly at: number };

/** A script inside a word: `$(…)`, `` `…` ``, `<(…)`. */
export interface Inner {
  readonly text: string;
  readonly at: number;
}

const operators = ["<<<", "<<-", "&>>", ";;&", "&&", "||", ";;", ";&", "<<", ">>", "<&", ">&", "<>", ">|", "&>", "|&"];
const single = new Set([..."|&;()<>\n"]);

/** Words and operators of a POSIX shell script (with bash's additions), one after the other. */
export class Lexer {
  readonly #text: string;
  readonly #lookup: Lookup;
  #at = 0;
  #inner: Inner[] = [];
  #heredocs: { readonly name: string; readonly dashed: boolean }[] = [];
  /** Bodies of heredocs that were passed since they were last taken. */
  #bodies: string[] = [];

  constructor(text: string, lookup: Lookup) {
    this.#text = text;
    this.#lookup = lookup;
  }

  takeInner(): readonly Inner[] {
    const inner = this.#inner;
    this.#inner = [];
    return inner;
  }

  takeBodies(): readonly string[] {
    const bodies = this.#bodies;
    this.#bodies = [];
    return bodies;
  }

  expectHeredoc(name: string, dashed: boolean): void {
    this.#heredocs.push({ name, dashed });
  }

  next(): Token {
    const text = this.#text;
    for (;;) {
      const c = text[this.#at];
      if (c === " " || c === "\t" || c === "\r") this.#at += 1;
      else if (c === "\\" && text[this.#at + 1] === "\n") this.#at += 2;
      else if (c === "#") {
        const end = text.indexOf("\n", this.#at);
        this.#at = end < 0 ? text.length : end;
      } else break;
    }
    // The number of a file descriptor belongs to its redirection.
    this.#at += /^\d{1,3}(?=[<>])/.exec(text.slice(this.#at, this.#at + 5))?.[0].length ?? 0;
    const at = this.#at;
    const c = text[at];
    if (c === undefined) return { kind: "end", at };
    if ((c === "<" || c === ">") && text[at + 1] === "(") return this.#word();
    if (single.has(c)) {
      const operator = operators.find((it) => text.startsWith(it, at)) ?? c;
      this.#at += operator.length;
      if (operator === "\n") this.#passHeredocs();
      return { kind: "operator", text: operator, at };
    }
    return this.#word();
  }

  #passHeredocs(): void {
    for (const { name, dashed } of this.#heredocs.splice(0)) {
      const body: string[] = [];
      for (;;) {
        if (this.#at >= this.#text.length) break;
        const end = this.#text.indexOf("\n", this.#at);
        const line = this.#text.slice(this.#at, end < 0 ? undefined : end);
        this.#at = end < 0 ? this.#text.length : end + 1;
        if ((dashed ? line.replace(/^\t+/, "") : line) === name) break;
        body.push(line);
      }
      this.#bodies.push(body.join("\n"));
    }
  }

  #word(): Token {
    const text = this.#text;
    const at = this.#at;
    const fields: string[] = [];
    let field = "";
    let quoted = false;
    const literal = (it: string): void => {
      field += it;
    };
    const filledIn = (it: string): void => {
      // What a variable without quotes holds is split into words.
      const [head = "", ...rest] = it.split(/[ \t\n]+/);
      field += head;
      for (const one of rest) {
        if (field !== "") fields.push(field);
        field = one;
      }
    };
    for (;;) {
      const c = text[this.#at];
      if (c === undefined || c === " " || c === "\t") break;
      if ((c === "<" || c === ">") && text[this.#at + 1] === "(") literal(this.#substitution(2));
      else if (single.has(c)) break;
      else if (c === "\\") {
        if (text[this.#at + 1] !== "\n") literal(text[this.#at + 1] ?? "");
        this.#at += 2;
      } else if (c === "'") {
        const end = text.indexOf("'", this.#at + 1);
        if (end < 0) throw new ShellFlaw("a single quote is not closed");
        literal(text.slice(this.#at + 1, end));
        this.#at = end + 1;
        quoted = true;
      } else if (c === '"') {
        this.#doubleQuoted(literal);
        quoted = true;
      } else if (c === "$") {
        const begin = this.#at;
        const value = this.#expansion();
        // Only a value is split; what can't be told stays one word.
        if (value === text.slice(begin, this.#at)) literal(value);
        else filledIn(value);
      } else if (c === "`") this.#backtick(literal);
      else {
        literal(c);
        this.#at += 1;
      }
    }
    if (field !== "" || quoted) fields.push(field);
    return { kind: "word", fields, raw: text.slice(at, this.#at), at };
  }

  #doubleQuoted(put: (text: string) => void): void {
    const text = this.#text;
    this.#at += 1;
    for (;;) {
      const c = text[this.#at];
      if (c === undefined) throw new ShellFlaw("a double quote is not closed");
      if (c === '"') break;
      if (c === "\\") {
        const next = text[this.#at + 1] ?? "";
        if (next !== "\n") put('$`"\\'.includes(next) ? next : `\\${next}`);
        this.#at += 2;
      } else if (c === "$") put(this.#expansion());
      else if (c === "`") this.#backtick(put);
      else {
        put(c);
        this.#at += 1;
      }
    }
    this.#at += 1;
  }

  #expansion(): string {
    const text = this.#text;
    const at = this.#at;
    const next = text[at + 1];
    if (next === "(") return this.#substitution(2);
    if (next === "'") {
      const end = text.indexOf("'", at + 2);
      if (end < 0) throw new ShellFlaw("a single quote is not closed");
      this.#at = end + 1;
      return text.slice(at + 2, end);
    }
    if (next === "{") {
      const end = closingBrace(text, at + 1);
      if (end >= text.length) throw new ShellFlaw("a brace is not closed");
      this.#at = end + 1;
      const [, name, fallback] = /^([A-Za-z_]\w*)(?:(:?-.*)|)$/s.exec(text.slice(at + 2, end)) ?? [];
      const value = name === undefined ? undefined : this.#lookup(name);
      // A default only counts where the variable has no value, which nobody can tell of one that is set elsewhere.
      return value === undefined || (fallback !== undefined && value === "") ? text.slice(at, end + 1) : value;
    }
    const name = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-])/.exec(text.slice(at + 1, at + 201))?.[0];
    this.#at += 1 + (name?.length ?? 0);
    return name === undefined ? "$" : (this.#lookup(name) ?? `$${name}`);
  }

  /** Passes `$(…)` or `<(…)`, remembers what is in it, and gives it as written. */
  #substitution(open: number): string {
    const text = this.#text;
    const at = this.#at;
    const end = closingParenthesis(text, at + open - 1);
    const inner = text.slice(at + open, end);
    if (!inner.startsWith("(")) this.#inner.push({ text: inner, at: at + open });
    this.#at = end + 1;
    return text.slice(at, end + 1);
  }

  #backtick(put: (text: string) => void): void {
    const text = this.#text;
    const at = this.#at;
    let end = at + 1;
    while (end < text.length && text[end] !== "`") end += text[end] === "\\" ? 2 : 1;
    if (end >= text.length) throw new ShellFlaw("a backquote is not closed");
    this.#inner.push({ text: text.slice(at + 1, end).replace(/\\([`\\$])/g, "$1"), at: at + 1 });
    this.#at = end + 1;
    put(text.slice(at, end + 1));
  }
}

/** Where the parenthesis that opens at `at` closes, with quotes in between. */
function closingParenthesis(text: string, at: number): number {
  let open = 0;
  let cases = 0;
  for (let i = at; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") i += 1;
    else if (c === "'") i = endOr(text.indexOf("'", i + 1), text);
    else if (c === '"') {
      i += 1;
      while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
    } else if (c === "(") open += 1;
    else if (c === "c" && /^case\s/.test(text.slice(i, i + 5)) && /[\s;&|(]/.test(text[i - 1] ?? "")) cases += 1;
    else if (c === "e" && text.startsWith("esac", i) && cases > 0) cases -= 1;
    else if (c === ")" && (cases === 0 || open > 1) && --open === 0) return i;
  }
  throw new ShellFlaw("a parenthesis is not closed");
}
const endOr = (found: number, text: string): number => (found < 0 ? text.length : found);
