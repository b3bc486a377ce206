/** SSLRequest of the protocol, version 3: the code 1234.5679. */
export const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** StartupMessage of protocol 3.0. */
export function startupMessage(user: string, database: string): Buffer {
  const pairs = ["user", user, "database", database, "application_name", "holdfast"];
  const body = Buffer.concat([...pairs.map((it) => Buffer.from(`${it.replaceAll("\0", "")}\0`)), Buffer.from([0])]);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.writeUInt32BE(0x0003_0000, 4);
  return Buffer.concat([head, body]);
}

/** Terminate. */
export const terminate = Buffer.from([0x58, 0, 0, 0, 4]);

/** What a server said to a StartupMessage so far. */
export interface StartupAnswer {
  readonly result: "accepted" | "authentication" | "refused" | "unclear";
  readonly method?: string;
  readonly version?: string;
  readonly detail?: string;
}

const methods: Readonly<Record<number, string>> = { 2: "kerberos", 3: "password", 5: "md5", 7: "gss", 9: "sspi" };

/** Authorization failed, or the password did; both tell that nobody was let in. */
const refusing = new Set(["28000", "28P01"]);
/** No such database, or no right to connect to it: told only to who was let in already. */
const lettingIn = new Set(["3D000", "42501"]);

/**
 * Reads what was heard after a StartupMessage; `undefined` while it is not the whole answer. Whatever is not the
 * protocol's is `unclear`: nothing is taken for a refusal that isn't one.
 */
export function startupAnswer(heard: Buffer): StartupAnswer | undefined {
  let at = 0;
  let authenticated = false;
  let version: string | undefined;
  const known = () => (version === undefined ? {} : { version });
  while (at + 5 <= heard.length) {
    const type = String.fromCharCode(heard[at] ?? 0);
    const length = heard.readUInt32BE(at + 1);
    if (!"RESKZNv".includes(type) || length < 4 || length > 30_000)
      return { result: "unclear", detail: "it does not answer in PostgreSQL's protocol" };
    const end = at + 1 + length;
    if (end > heard.length) return undefined;
    const body = heard.subarray(at + 5, end);
    at = end;
    if (type === "R" && body.length >= 4) {
      const code = body.readUInt32BE(0);
      if (code === 10) return { result: "authentication", method: saslMethod(body.subarray(4)) };
      if (code !== 0) return { result: "authentication", method: methods[code] ?? `code ${code}` };
      authenticated = true;
    } else if (type === "S" && authenticated) {
      const [name, value] = strings(body);
      if (name === "server_version" && value !== undefined) version = printable(value);
    } else if (type === "Z" && authenticated) return { result: "accepted", ...known() };
    else if (type === "E") return refusal(body, authenticated);
  }
  return undefined;
}

function refusal(body: Buffer, authenticated: boolean): StartupAnswer {
  const fields = strings(body);
  const field = (code: string) => fields.find((it) => it.startsWith(code))?.slice(1);
  const state = field("C") ?? "";
  const detail = printable(field("M") ?? "an error without a message");
  if (!authenticated) return { result: refusing.has(state) ? "refused" : "unclear", detail };
  if (lettingIn.has(state)) return { result: "accepted", detail };
  return { result: "unclear", detail: `it asks for no password, but: ${detail}` };
}

function saslMethod(body: Buffer): string {
  const offered = strings(body);
  return offered.some((it) => it.startsWith("SCRAM-SHA-256")) ? "scram-sha-256" : "sasl";
}

function strings(body: Buffer): string[] {
  return body
    .toString("utf8")
    .split("\0")
    .filter((it) => it !== "");
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 200);
}
