import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import { databaseAddress } from "../database/address.ts";
import { authoritiesOf, mayShowPassword, passwordOf } from "../database/credentials.ts";
import { type Door, findDoor } from "../database/door.ts";
import { databaseFacts } from "../database/facts.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Provenance } from "../observation.ts";
import { type Declarations, type ProbeContext, probe, type Told } from "../probe.ts";
import { anonymousAttempt, defaultAttempts, plaintextAttempt, redisSpeech, turnedAway } from "./access.ts";
import { parseAclUser } from "./acl.ts";
import type { RedisClient } from "./client.ts";
import { RedisError, type Reply } from "./resp.ts";
import { databaseRoles } from "./roles.ts";
import { databaseRules, settingNames } from "./rules.ts";
import { databaseSessions } from "./sessions.ts";

type Kind = keyof typeof databaseFacts;
type Declared = Declarations["database"];
const kinds = Object.keys(databaseFacts) as readonly Kind[];
const ownPort = 6379;
const mostBytes = 4 * 1024 * 1024;

export default probe({
  id: "redis",
  version: 1,
  subject: "database",
  appliesTo: ({ kind }) => kind === "redis",
  yields: kinds,
  needs: ["network"],
  title: "Who a Redis server lets in, and what its users may do",
  async observe({ declared }, context) {
    const address = databaseAddress(declared.address, ownPort);
    const { signal, budget } = context;
    const limits = { signal, timeoutMs: budget.timeoutMs, maxBytes: Math.min(mostBytes, budget.maxBytes) };
    const { door, greeting } = await findDoor(address, limits, await authoritiesOf(declared), redisSpeech);
    const tls = door.secured !== undefined;
    const anonymous = anonymousAttempt(greeting, tls);
    const { result } = anonymous;
    const asks = result === "authentication" && declared.tryDefaults;
    const attempts = [
      anonymous,
      ...(asks ? await defaultAttempts(door) : result === "refused" ? [turnedAway(anonymous)] : []),
      plaintextAttempt(greeting, door, declared.user ?? "default"),
    ];
    const inside = await look(declared, door, context);
    const version = "version" in inside ? inside.version : undefined;
    const access: FactsOf<"database-access"> = {
      product: "redis",
      ...(version !== undefined && { version }),
      address: address.place,
      local: address.local,
      tls: { offered: tls, ...door.secured },
      attempts,
      unseen: declared.tryDefaults ? [] : [untried],
    };
    const head = { products: ["redis"] as const };
    const outside = [provenance(context, "PING", greeting)];
    const rest = kinds.filter((it) => it !== "database-access");
    const told = rest.map((fact) => ({ ...head, fact, provenance: [], ...toldOf(inside, fact) }));
    return [{ ...head, fact: "database-access", provenance: outside, facts: access }, ...told] as readonly Told<Kind>[];
  },
});

const untried = { reason: "well-known passwords were not tried", wouldVerify: "set tryDefaults: true" };

type Part = { readonly facts: unknown; readonly provenance: readonly Provenance[] } | { readonly trouble: Trouble };
interface Inside {
  readonly version: string | undefined;
  readonly parts: Readonly<Partial<Record<Kind, Part>>>;
}

const toldOf = (inside: Inside | { readonly trouble: Trouble }, fact: Kind): Part =>
  "trouble" in inside
    ? inside
    : (inside.parts[fact] ?? {
        trouble: { kind: "unsupported", message: `nothing was asked for ${fact}`, wouldVerify: "report this as a bug" },
      });

/** What the declared user sees. Whatever keeps it from logging in is the trouble of all that needs it. */
async function look(
  declared: Declared,
  door: Door<RedisClient>,
  context: ProbeContext,
): Promise<Inside | { readonly trouble: Trouble }> {
  try {
    const password = await passwordOf(declared);
    const client = await door.open();
    try {
      if (password !== undefined) {
        mayShowPassword(client.line);
        const user = declared.user === undefined ? [] : [declared.user];
        const reply = await client.ask("AUTH", ...user, password.reveal());
        if (reply !== "OK") throw new TroubleError(refusal(reply, "AUTH", declared));
      }
      return await lookInside(client, declared, context);
    } finally {
      client.line.close();
    }
  } catch (error) {
    if (error instanceof TroubleError) return { trouble: error.trouble };
    throw error;
  }
}

async function lookInside(client: RedisClient, declared: Declared, context: ProbeContext): Promise<Inside> {
  const info = await client.ask("INFO", "server");
  const version = typeof info === "string" ? /^(?:valkey|redis)_version:([\w.-]{1,50})/m.exec(info)?.[1] : undefined;
  const settings = new Map<string, string>();
  const configs: Reply[] = [];
  // One at a time: servers before 7.0 know no other way.
  for (const name of settingNames) {
    const reply = await client.ask("CONFIG", "GET", name);
    configs.push(reply);
    if (Array.isArray(reply) && typeof reply[1] === "string") settings.set(name, reply[1]);
  }
  const refusedConfig = configs.find((it) => it instanceof RedisError);
  const acl = await client.ask("ACL", "LIST");
  const list = await client.ask("CLIENT", "LIST");
  const users = Array.isArray(acl) ? acl.map((it) => (typeof it === "string" ? parseAclUser(it) : undefined)) : [];
  const known = users.filter((it) => it !== undefined);
  const aclTrouble =
    acl instanceof RedisError || known.length === 0 || known.length < users.length
      ? { trouble: refusal(acl, "ACL LIST", declared) }
      : undefined;
  const seen = provenance(context, "ACL LIST", acl);
  const about = { own: client.line.ownAddress, settings, now: context.now() };
  const sessions = typeof list === "string" ? databaseSessions(list, about) : undefined;
  return {
    version,
    parts: {
      "database-roles": aclTrouble ?? {
        facts: databaseRoles(known, settings, context),
        provenance: [seen],
      },
      "database-rules":
        aclTrouble ??
        (refusedConfig === undefined
          ? { facts: databaseRules(known, settings), provenance: [seen, provenance(context, "CONFIG GET", configs)] }
          : { trouble: refusal(refusedConfig, "CONFIG GET", declared) }),
      "database-sessions":
        sessions === undefined
          ? { trouble: refusal(list, "CLIENT LIST", declared) }
          : { facts: sessions, provenance: [provenance(context, "CLIENT LIST", list)] },
    },
  };
}

/** Why a command gave nothing. */
function refusal(reply: Reply, what: string, { address, user = "default" }: Declared): Trouble {
  const rule = `+${what.toLowerCase().replace(" ", "|")}`;
  if (!(reply instanceof RedisError))
    return {
      kind: "unparsable",
      message: `${address} answers ${what} with something else`,
      wouldVerify: `run ${what} by hand`,
    };
  const message = `${address} refuses ${what} to the user ${user}: ${reply.message.slice(0, 200)}`;
  if (reply.code === "NOAUTH")
    return { kind: "denied", message, wouldVerify: "declare `user` and `password` of a user for Holdfast" };
  if (reply.code === "WRONGPASS" || what === "AUTH")
    return { kind: "denied", message, wouldVerify: `correct \`user\` and \`password\` of ${address}` };
  if (reply.code === "NOPERM") return { kind: "denied", message, wouldVerify: `ACL SETUSER ${user} ${rule}` };
  if (reply.code === "DENIED") return { kind: "denied", message, wouldVerify: "look from the machine itself" };
  return { kind: "unsupported", message, wouldVerify: `a server that knows ${what}, such as Redis 7` };
}

function provenance({ fingerprint }: ProbeContext, request: string, reply: unknown): Provenance {
  const bytes = Buffer.from(JSON.stringify(reply) ?? "");
  return { request, status: null, bytes: bytes.length, sha256: `hmac:${fingerprint(bytes)}` };
}
