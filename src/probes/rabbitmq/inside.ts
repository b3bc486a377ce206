import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import { passwordOf } from "../database/credentials.ts";
import { isTrouble } from "../database/door.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Declarations, ProbeContext } from "../probe.ts";
import { type AnswerOf, type AnswerPath, answers, connectionsPath, type Directory, nodesPath } from "./directory.ts";
import type { Credentials, ManagementClient } from "./management-client.ts";
import { databaseRoles } from "./roles.ts";
import { databaseRules, type Setup, unseenBackends } from "./rules.ts";
import { databaseSessions } from "./sessions.ts";

type Declared = Declarations["database"];
type Kind = "database-roles" | "database-rules" | "database-sessions";

/** What the declared user sees by way of the management API. */
export type Inside = { readonly [K in Kind]: FactsOf<K> | Trouble };

/**
 * @param mechanisms - the ways to log in that its AMQP port offers
 * @throws TroubleError where nobody is let in
 */
export async function lookInside(
  client: ManagementClient,
  declared: Declared,
  mechanisms: readonly string[],
  keeping: Pick<ProbeContext, "fingerprint" | "deposit">,
): Promise<Inside> {
  const credentials = await credentialsOf(declared);
  const read = async <P extends AnswerPath>(path: P) => answered(client, path, credentials);
  const who = await read("whoami");
  if (isTrouble(who)) throw new TroubleError(who);
  const seesAll = who.tags.some((it) => it === "monitoring" || it === "administrator");
  const [overview, nodes] = [await read("overview"), seesAll ? await read(nodesPath) : needing("monitoring", client)];
  const setup = isTrouble(overview)
    ? overview
    : isTrouble(nodes)
      ? nodes
      : setupOf(overview, nodes, mechanisms, client);
  const directory = await directoryOf(read);
  const connections = await read(connectionsPath);
  return {
    "database-roles": both(directory, setup, (it, set) => {
      const byCertificate = set.mechanisms.some((one) => one !== "PLAIN" && one !== "AMQPLAIN");
      const roles = databaseRoles(it, byCertificate, keeping);
      return { ...roles, unseen: [...unseenBackends(set), ...roles.unseen] };
    }),
    "database-rules": both(directory, setup, databaseRules),
    "database-sessions": isTrouble(connections) ? connections : databaseSessions(connections, seesAll),
  };
}

async function credentialsOf(declared: Declared): Promise<Credentials> {
  const { user, address } = declared;
  if (user === undefined)
    throw new TroubleError({
      kind: "denied",
      message: `no user is declared for ${address}`,
      wouldVerify: "declare `user` and `password` of a user made by what `holdfast grants rabbitmq` prints",
    });
  return { user, password: (await passwordOf(declared))?.reveal() ?? "" };
}

async function answered<P extends AnswerPath>(
  client: ManagementClient,
  path: P,
  credentials: Credentials,
): Promise<AnswerOf<P> | Trouble> {
  const { place } = client.at.address;
  const name = path.split("?")[0];
  const { status, json } = await client.get(path, credentials);
  if (status === 401 && path === "whoami")
    return {
      kind: "denied",
      message: `${place} refuses the user ${credentials.user}`,
      wouldVerify: `correct \`user\` and \`password\` of ${place}, and give the user the tag monitoring`,
    };
  if (status === 401) return needing("administrator", client);
  const read = status === 200 ? answers[path].safeParse(json) : undefined;
  if (read?.success) return read.data as AnswerOf<P>;
  const message = `${place} answers ${status} to /api/${name}${read ? ", with what makes no sense" : ""}`;
  return { kind: read ? "unparsable" : "refused", message, wouldVerify: `look at /api/${name} by hand` };
}

const needing = (tag: string, client: ManagementClient): Trouble => ({
  kind: "denied",
  message: `${client.at.address.place} shows this to who has the tag ${tag} only`,
  wouldVerify: `give the user the tag ${tag}; \`holdfast grants rabbitmq\` tells what that means`,
});

function setupOf(
  { listeners }: AnswerOf<"overview">,
  nodes: AnswerOf<typeof nodesPath>,
  mechanisms: readonly string[],
  client: ManagementClient,
): Setup | Trouble {
  if (listeners === undefined) return needing("monitoring", client);
  const whole = nodes.length > 0 && nodes.every((it) => it.enabled_plugins !== undefined);
  const plugins = new Set(nodes.flatMap((it) => it.enabled_plugins ?? []));
  return { listeners, mechanisms, ...(whole && { plugins: [...plugins] }) };
}

async function directoryOf(
  read: <P extends AnswerPath>(path: P) => Promise<AnswerOf<P> | Trouble>,
): Promise<Directory | Trouble> {
  const users = await read("users");
  if (isTrouble(users)) return users;
  const permissions = await read("permissions");
  if (isTrouble(permissions)) return permissions;
  const topics = await read("topic-permissions");
  if (isTrouble(topics)) return topics;
  const vhosts = await read("vhosts");
  if (isTrouble(vhosts)) return vhosts;
  return { users, permissions, topics, vhosts: vhosts.map((it) => it.name) };
}

function both<A extends object, B extends object, F>(a: A | Trouble, b: B | Trouble, then: (a: A, b: B) => F) {
  if (isTrouble(a)) return a;
  return isTrouble(b) ? b : then(a, b);
}
