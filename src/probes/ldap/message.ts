import { BerFault, type Element, element, elementsOf, integer, integerOf, octets } from "./ber.ts";

/** How an operation ended (RFC 4511 section 4.1.9). */
export interface Result {
  readonly code: number;
  readonly message: string;
}

/** An entry that a search found: values of its attributes by lower-case name. */
export interface Entry {
  readonly dn: string;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

export type Reply =
  | { readonly is: "done"; readonly result: Result }
  | { readonly is: "entry"; readonly entry: Entry }
  /** A reference to another server, which is not followed. */
  | { readonly is: "reference" };

const sequence = 0x30;
const startTlsName = "1.3.6.1.4.1.1466.20037";
const ending = new Set([0x61, 0x65, 0x78]);

/** @throws BerFault */
export function readReply(message: Buffer): { readonly id: number; readonly reply: Reply } {
  const [id, operation] = elementsOf(message);
  if (id === undefined || operation === undefined) throw new BerFault("a message without an operation");
  return { id: integerOf(id), reply: replyOf(operation) };
}

function replyOf({ tag, content }: Element): Reply {
  if (tag === 0x73) return { is: "reference" };
  const parts = elementsOf(content);
  const text = (at: number): string => parts[at]?.content.toString("utf8") ?? "";
  if (tag === 0x64) {
    const attributes = elementsOf(parts[1]?.content ?? Buffer.alloc(0)).map((it): [string, string[]] => {
      const [name, values] = elementsOf(it.content);
      const all = values === undefined ? [] : elementsOf(values.content);
      return [(name?.content.toString("utf8") ?? "").toLowerCase(), all.map((one) => one.content.toString("utf8"))];
    });
    return { is: "entry", entry: { dn: text(0), attributes: new Map(attributes) } };
  }
  const [code] = parts;
  if (!ending.has(tag) || code === undefined) throw new BerFault("an operation that has no place here");
  return { is: "done", result: { code: integerOf(code), message: text(2).slice(0, 300) } };
}

const message = (id: number, operation: Buffer): Buffer => element(sequence, integer(id), operation);

/** A simple bind; with an empty password it proves nothing, whatever the name. */
export const bindRequest = (id: number, dn: string, password: string): Buffer =>
  message(id, element(0x60, integer(3), octets(dn), octets(password, 0x80)));

export const startTlsRequest = (id: number): Buffer => message(id, element(0x77, octets(startTlsName, 0x80)));

export interface Search {
  readonly base: string;
  readonly scope: "base" | "one" | "subtree";
  /** Entries that have one of these attributes, or all where none is named. */
  readonly having?: readonly string[];
  readonly attributes: readonly string[];
  readonly most: number;
}

export function searchRequest(id: number, { base, scope, having = ["objectClass"], attributes, most }: Search): Buffer {
  const present = having.map((it) => octets(it, 0x87));
  const filter = present.length === 1 ? present : [element(0xa1, ...present)];
  return message(
    id,
    element(
      0x63,
      octets(base),
      integer(["base", "one", "subtree"].indexOf(scope), 0x0a),
      integer(0, 0x0a),
      integer(most),
      integer(30),
      element(0x01, Buffer.from([0])),
      ...filter,
      element(sequence, ...attributes.map((it) => octets(it))),
    ),
  );
}
