import type { Socket } from "node:net";
import { type Client, type Entry, ResultCodeError } from "ldapts";
import type { LdapRosterDeclaration } from "../../estate/schema.ts";
import { dialTrouble, networkCode, timeoutTrouble } from "../../transports/dial-trouble.ts";
import { TroubleError } from "../../transports/trouble.ts";
import { authoritiesOf, passwordOf } from "../database/credentials.ts";
import type { ProbeContext } from "../probe.ts";
import { type Attributes, ldapPerson, statusAttributes } from "./ldap-person.ts";
import { isLoopback } from "./loopback.ts";
import { mostPeople, type Told } from "./source.ts";

const pageSize = 200;

/** The people of a directory (LDAPv3, RFC 4511), page by page (RFC 2696). @throws TroubleError */
export async function ldapPeople(declared: LdapRosterDeclaration, context: ProbeContext): Promise<Told> {
  const url = new URL(declared.url);
  const secured = url.protocol === "ldaps:" || declared.startTls;
  if (!secured && !isLoopback(url.hostname))
    throw new TroubleError({
      kind: "denied",
      message: `${url.host} was not asked: who belongs here would cross the network in clear text, where anybody could change it`,
      wouldVerify: "use ldaps://, or set startTls",
    });
  const ca = await authoritiesOf(declared);
  const password = await passwordOf(declared);
  // Loaded late: most estates name no directory.
  const ldapts = await import("ldapts");
  const tls = { ...(ca !== undefined && { ca }), host: url.hostname.replace(/^\[|\]$/g, "") };
  const { timeoutMs } = context.budget;
  const client = new ldapts.Client({
    url: url.href,
    timeout: timeoutMs,
    connectTimeout: timeoutMs,
    ...(url.protocol === "ldaps:" && { tlsOptions: tls }),
  });
  const limits = limited(client, context);
  try {
    if (url.protocol === "ldap:" && declared.startTls) await client.startTLS(tls);
    // A bind without a password is one of nobody (RFC 4513 5.1.2), and must not look like one of somebody.
    if (declared.bind !== undefined && password !== undefined) await client.bind(declared.bind, password.reveal());
    return await searched(client, declared, context, limits);
  } catch (error) {
    throw new TroubleError(limits.trouble(url.host) ?? troubleOf(error, url.host, declared.base));
  } finally {
    limits.end();
    await client.unbind().catch(() => {});
  }
}

interface Limits {
  /** Counts what is heard on the connection as it is now. */
  count(): void;
  trouble(place: string): TroubleError["trouble"] | undefined;
  end(): void;
}

/** Ends the connection when it takes too long or says too much; the client itself bounds neither. */
function limited(client: Client, { signal, budget }: ProbeContext): Limits {
  const over = AbortSignal.any([signal, AbortSignal.timeout(budget.timeoutMs)]);
  const socket = () => (client as unknown as { readonly socket?: Socket }).socket;
  let counted: Socket | undefined;
  let heard = 0;
  const stop = () => void socket()?.destroy();
  over.addEventListener("abort", stop, { once: true });
  return {
    count: () => {
      const now = socket();
      if (now === undefined || now === counted) return;
      counted = now;
      now.on("data", (chunk: Buffer) => {
        heard += chunk.length;
        if (heard > budget.maxBytes) stop();
      });
    },
    trouble: (place) => {
      if (heard > budget.maxBytes)
        return { kind: "budget", message: `${place} says too much`, wouldVerify: "a narrower base or filter" };
      return over.aborted ? timeoutTrouble(place, "it gave no answer in time") : undefined;
    },
    end: () => over.removeEventListener("abort", stop),
  };
}

async function searched(
  client: Client,
  declared: LdapRosterDeclaration,
  context: ProbeContext,
  limits: Limits,
): Promise<Told> {
  const { id, fullName, email, accounts, sshKeys, roles, left, leave, leftDay, leaversRemoved } = declared;
  const shown = [left?.attribute, leave?.attribute, leftDay].filter((it) => it !== undefined);
  const attributes = [
    ...new Set([id, fullName, email, ...accounts, ...sshKeys, ...roles, ...shown, ...statusAttributes]),
  ];
  const people = [];
  const elsewhere: string[] = [];
  let nameless = 0;
  let telling = left !== undefined || leaversRemoved;
  await client.search(declared.base, { scope: "base", attributes: ["1.1"] });
  limits.count();
  const pages = client.searchPaginated(declared.base, { filter: declared.filter, attributes, paged: { pageSize } });
  for await (const { searchEntries, searchReferences } of pages) {
    elsewhere.push(...searchReferences);
    for (const it of searchEntries) {
      const entry = attributesOf(it);
      const person = ldapPerson(entry, declared, context.now());
      if (person === undefined) nameless += 1;
      else people.push(person);
      telling ||= statusAttributes.some((name) => (entry.get(name.toLowerCase())?.length ?? 0) > 0);
    }
    if (people.length > mostPeople)
      throw new TroubleError({
        kind: "budget",
        message: `${declared.base} holds more than ${mostPeople} people`,
        wouldVerify: "a narrower base or filter",
      });
  }
  const place = new URL(declared.url).host;
  const gap = (reason: string, wouldVerify: string) => ({ reason: `${place}: ${reason}`, wouldVerify });
  return {
    people,
    source: {
      kind: "ldap",
      place: `${declared.url} ${declared.base}`,
      people: people.length,
      asOf: context.now().toISOString(),
    },
    unseen: [
      ...(people.length === 0
        ? [
            gap(
              `no entry under ${declared.base} fits ${declared.filter}`,
              "correct base and filter, or let Holdfast read there",
            ),
          ]
        : []),
      ...(nameless > 0 ? [gap(`${nameless} entries have no ${id} that may be read`, `let Holdfast read ${id}`)] : []),
      ...(elsewhere.length > 0
        ? [gap("further people are on other servers, which were not asked", "name the server that has them all")]
        : []),
      ...(telling || people.length === 0
        ? []
        : [
            gap(
              "no entry shows by any attribute whether somebody left",
              "let Holdfast read such an attribute, name it under `left`, or set leaversRemoved",
            ),
          ]),
    ],
  };
}

function attributesOf({ dn: _, ...entry }: Entry): Attributes {
  return new Map(
    Object.entries(entry).map(([name, value]) => [
      name.toLowerCase(),
      (Array.isArray(value) ? value : [value]).map((it) => it.toString()).filter((it) => it !== ""),
    ]),
  );
}

function troubleOf(error: unknown, place: string, base: string): TroubleError["trouble"] {
  if (error instanceof TroubleError) return error.trouble;
  if (error instanceof ResultCodeError) {
    const said = `${place} answers ${error.name} (${error.code})`;
    if (error.code === 49 || error.code === 50 || error.code === 8)
      return { kind: "denied", message: said, wouldVerify: "a DN and a password that may read the people" };
    if (error.code === 32)
      return { kind: "unsupported", message: `${place} has no ${base}`, wouldVerify: "correct `base`" };
    return { kind: "unsupported", message: said, wouldVerify: "ask the directory by hand what it refuses" };
  }
  if (/CERT|ALTNAME|SELF_SIGNED|UNABLE_TO/.test(networkCode(error).code))
    return {
      kind: "denied",
      message: `${place} has a certificate that does not verify (${networkCode(error).code})`,
      wouldVerify: "name its authority under `trust`; the certificate must hold the declared name",
    };
  if (networkCode(error).code !== "") return dialTrouble(error, place);
  // Whatever else the client throws is about what it heard.
  const message = error instanceof Error ? error.message.slice(0, 200) : String(error);
  return { kind: "unparsable", message: `${place}: ${message}`, wouldVerify: "a server that speaks LDAPv3" };
}
