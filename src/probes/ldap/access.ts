import type { Door, Speech } from "../database/door.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Declarations } from "../probe.ts";
import { LdapClient } from "./client.ts";
import type { Entry, Result } from "./message.ts";

type Attempt = FactsOf<"database-access">["attempts"][number];
type Answer = Pick<Attempt, "result" | "detail">;

/** What a server says of itself to everybody, and the trees that it holds. */
export interface RootEntry {
  readonly version: string | undefined;
  readonly mechanisms: readonly string[];
  readonly bases: readonly string[];
  readonly configuration: string | undefined;
}

/** How LDAP is spoken: by asking for the root entry, which nearly every server shows. */
export const ldapSpeech: Speech<LdapClient, RootEntry> = {
  client: (line) => new LdapClient(line),
  async greet(client) {
    const attributes = ["*", "+"];
    const { entries } = await client.search({ base: "", scope: "base", attributes, most: 1 });
    const texts = (name: string) => entries[0]?.attributes.get(name.toLowerCase()) ?? [];
    return {
      version: [...texts("vendorName"), ...texts("vendorVersion")].join(" ").slice(0, 100) || undefined,
      mechanisms: texts("supportedSASLMechanisms"),
      bases: texts("namingContexts").slice(0, 20),
      configuration: texts("configContext")[0],
    };
  },
};

/** Names that examples give the one who may do everything, with the passwords that go with them. */
const wellKnown = [
  ["cn=admin", "admin"],
  ["cn=Manager", "secret"],
] as const;

const codes = {
  authentication: new Set([1, 8, 50]),
  // No such object, inappropriate authentication, invalid credentials, unwilling.
  refused: new Set([32, 48, 49, 53]),
  confidential: 13,
} as const;

function answerOf({ code, message }: Result): Answer {
  const detail = `${code}: ${message}`.slice(0, 200);
  if (code === 0) return { result: "accepted" };
  if (code === codes.confidential) return { result: "refused", detail: "it demands TLS first" };
  if (codes.authentication.has(code)) return { result: "authentication", detail };
  return { result: codes.refused.has(code) ? "refused" : "unclear", detail };
}

/**
 * What nobody reads, whoever they say they are, and what well-known credentials and clear text come to.
 *
 * @param plain - opens a connection in clear text; `undefined` where the port speaks TLS only
 * @throws TroubleError
 */
export async function attempts(
  door: Door<LdapClient>,
  plain: Door<LdapClient> | undefined,
  root: RootEntry,
  declared: Declarations["database"],
  random: (characters: number) => string,
): Promise<readonly Attempt[]> {
  const { user = "", tryDefaults } = declared;
  const base = declared.name ?? root.bases[0];
  const nobody = await searches(door, base);
  const tls = door.secured !== undefined;
  const bound = async (dn: string, password: string) => answerOf(await once(door, (it) => it.bind(dn, password)));
  const named = user !== "" ? user : `cn=admin,${base ?? ""}`;
  const found: Attempt[] = [
    { kind: "anonymous", user: "", by: "a search for entries", tls, ...nobody.people },
    { kind: "anonymous", user: "", by: "a search for userPassword", tls, ...nobody.passwords },
    { kind: "anonymous", user: named, by: "a bind without a password", tls, ...(await bound(named, "")) },
  ];
  if (tryDefaults && base !== undefined)
    for (const [name, password] of wellKnown)
      found.push({ kind: "default", user: `${name},${base}`, tls, ...(await bound(`${name},${base}`, password)) });
  return [...found, await plaintext(plain, user, `cn=holdfast-${random(16)},${base ?? "dc=invalid"}`, random(16))];
}

/** Asks as nobody in particular; servers that let nobody bind may still let nobody ask. */
async function searches(door: Door<LdapClient>, base: string | undefined) {
  const untold = { result: "unclear", detail: "which tree it holds isn't told" } as const;
  if (base === undefined) return { people: untold, passwords: untold };
  const search = async (attribute: string) => {
    const one = { base, scope: "subtree", having: [attribute], attributes: [attribute], most: 1 } as const;
    const { entries, result } = await once(door, (it) => it.search(one));
    return shown(entries, attribute.toLowerCase(), result);
  };
  return { people: await search("objectClass"), passwords: await search("userPassword") };
}

function shown(entries: readonly Entry[], attribute: string, result: Result): Answer {
  if (entries.some((it) => it.attributes.has(attribute))) return { result: "accepted" };
  // An entry without its attributes was found by what may be searched for, but not read.
  if (entries.length > 0) return { result: "accepted", detail: "entries are found by it" };
  return result.code === 0 ? { result: "refused", detail: "it shows nothing" } : answerOf(result);
}

/** Whether a login in clear text is taken: tried with a name that isn't there, and a password that is nobody's. */
async function plaintext(
  door: Door<LdapClient> | undefined,
  user: string,
  dn: string,
  password: string,
): Promise<Attempt> {
  const head = { kind: "plaintext", user, tls: false } as const;
  if (door === undefined) return { ...head, result: "refused", detail: "the port speaks TLS only" };
  const { code, message } = await once(door, (it) => it.bind(dn, password));
  if (code === codes.confidential) return { ...head, result: "refused", detail: "it demands TLS first" };
  if (code === 49 || code === 32) return { ...head, result: "authentication", method: "simple" };
  return { ...head, result: "unclear", detail: `${code}: ${message}`.slice(0, 200) };
}

async function once<T>(door: Door<LdapClient>, ask: (client: LdapClient) => Promise<T>): Promise<T> {
  const client = await door.open();
  try {
    return await ask(client);
  } finally {
    client.line.close();
  }
}
