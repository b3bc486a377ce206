/** An element of XML 1.0 without namespaces. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const token = /<\?xml [^?]*\?>|<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
const references: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Reads the small part of XML that our reports use, and throws at anything else, such as a character XML doesn't have. */
export function parseXml(source: string): XmlElement {
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(source);
  if (illegal !== null) throw new Error(`illegal character at ${illegal.index}`);
  const root = { name: "", attributes: {}, children: [] as XmlElement[], text: "" };
  const open = [root];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const [, end, start, attributes = "", closed, text] = token.exec(source) ?? fail(at);
    const top = open.at(-1) ?? fail(at);
    if (text !== undefined) top.text += decoded(text);
    if (end !== undefined && open.pop()?.name !== end) fail(at);
    if (start === undefined) continue;
    const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [
      key,
      decoded(value),
    ]);
    if (new Set(pairs.map(([key]) => key)).size !== pairs.length) fail(at);
    const made = { name: start, attributes: Object.fromEntries(pairs), children: [], text: "" };
    top.children.push(made);
    if (closed === "") open.push(made);
  }
  const [only] = root.children;
  if (only === undefined || root.children.length > 1 || open.length !== 1 || root.text.trim() !== "")
    return fail(source.length);
  return only;
}

function fail(at: number): never {
  throw new Error(`not well-formed at ${at}`);
}

function decoded(text: string): string {
  return text.replace(/&([^;]*;)?/g, (_, name: string | undefined) => references[name?.slice(0, -1) ?? ""] ?? fail(0));
}
