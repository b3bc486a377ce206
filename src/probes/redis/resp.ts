/** A reply of Redis: RESP2, and RESP3 brought to the same shapes (maps as lists of keys and values, booleans as numbers). */
export type Reply = string | number | null | RedisError | readonly Reply[];

/** An error reply, such as `NOAUTH Authentication required.`. */
export class RedisError {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
  /** Its first word, such as `NOAUTH`. */
  get code(): string {
    return this.message.split(" ", 1)[0] ?? "";
  }
}

/** What was heard is no RESP. */
export class RespFault extends Error {}

interface Open {
  readonly items: Reply[];
  readonly wanted: number;
  /** Attributes and pushes are read and left out. */
  readonly aside: boolean;
}

const longestLine = 64 * 1024;
const deepest = 8;
const mostItems = 100_000;
const none = Symbol("left out");

/** Reads replies from what comes in, in one pass however it is cut. */
export class RespReader {
  #heard: Buffer = Buffer.alloc(0);
  #open: Open[] = [];
  #ready: Reply[] = [];
  #items = 0;
  #searched = 0;
  /** Length of the bulk string that is under way, with how it begins. */
  #bulk: { readonly length: number; readonly type: string } | undefined;

  /** @throws RespFault */
  push(chunk: Buffer): void {
    this.#heard = this.#heard.length === 0 ? chunk : Buffer.concat([this.#heard, chunk]);
    while (this.#step());
  }

  /** The next whole reply. */
  take(): Reply | undefined {
    return this.#ready.shift();
  }

  #step(): boolean {
    if (this.#bulk !== undefined) return this.#readBulk(this.#bulk);
    const end = this.#heard.indexOf("\r\n", this.#searched, "latin1");
    if (end < 0) {
      if (this.#heard.length > longestLine) throw new RespFault("a line without an end");
      this.#searched = Math.max(0, this.#heard.length - 1);
      return false;
    }
    if (end > longestLine) throw new RespFault("a line without an end");
    const line = this.#heard.toString("utf8", 0, end);
    this.#drop(end + 2);
    this.#begin(line.slice(0, 1), line.slice(1));
    return true;
  }

  #begin(type: string, rest: string): void {
    const value = scalar(type, rest);
    if (value !== undefined) {
      this.#add(value);
      return;
    }
    const length = count(rest);
    if (length < 0) {
      this.#add(null);
      return;
    }
    if (strings.has(type)) {
      this.#bulk = { length, type };
      return;
    }
    const wanted = type === "%" || type === "|" ? length * 2 : length;
    if (this.#open.length >= deepest) throw new RespFault("lists too deep in one another");
    if (wanted > mostItems) throw new RespFault("too long a list");
    this.#open.push({ items: [], wanted, aside: type === "|" || type === ">" });
    this.#close();
  }

  #readBulk({ length, type }: { readonly length: number; readonly type: string }): boolean {
    if (this.#heard.length < length + 2) return false;
    if (this.#heard.toString("latin1", length, length + 2) !== "\r\n")
      throw new RespFault("a string of another length");
    const text = this.#heard.toString("utf8", 0, length);
    this.#drop(length + 2);
    this.#bulk = undefined;
    // A verbatim string begins with its format, such as `txt:`.
    this.#add(type === "=" ? text.slice(4) : type === "!" ? new RedisError(text) : text);
    return true;
  }

  #add(value: Reply | typeof none): void {
    const open = this.#open.at(-1);
    if (value !== none) {
      this.#items += 1;
      if (this.#items > mostItems) throw new RespFault("too many values");
      if (open === undefined) {
        this.#items = 0;
        this.#ready.push(value);
        return;
      }
      open.items.push(value);
    }
    this.#close();
  }

  #close(): void {
    const open = this.#open.at(-1);
    if (open === undefined || open.items.length < open.wanted) return;
    this.#open.pop();
    this.#add(open.aside ? none : open.items);
  }

  #drop(bytes: number): void {
    this.#heard = this.#heard.subarray(bytes);
    this.#searched = 0;
  }
}

const strings = new Set(["$", "=", "!"]);
const lists = new Set(["*", "~", "%", "|", ">"]);

/** A value that stands in its own line; `undefined` for what goes on after it. */
function scalar(type: string, rest: string): Reply | undefined {
  if (type === "+" || type === "(") return rest;
  if (type === "-") return new RedisError(rest);
  if (type === ":" || type === ",") return number(rest);
  if (type === "#") return rest === "t" ? 1 : 0;
  if (type === "_") return null;
  if (!strings.has(type) && !lists.has(type)) throw new RespFault("no type of RESP");
  return undefined;
}

function count(text: string): number {
  if (!/^(?:-1|\d{1,9})$/.test(text)) throw new RespFault("no length");
  return Number(text);
}

function number(text: string): number {
  if (!/^[+-]?(?:\d[\d.]*(?:e[+-]?\d+)?|inf|nan)$/i.test(text)) throw new RespFault("no number");
  return Number(text.replace(/inf/i, "Infinity"));
}

/** A command as an array of bulk strings. */
export function command(words: readonly string[]): Buffer {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return Buffer.from(`*${words.length}\r\n${parts.join("")}`);
}
