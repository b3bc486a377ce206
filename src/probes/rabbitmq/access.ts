import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import { type Door, isTrouble, type Speech } from "../database/door.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Declarations } from "../probe.ts";
import { plain } from "./amqp.ts";
import { AmqpClient, type Greeting } from "./amqp-client.ts";
import type { ManagementClient } from "./management-client.ts";

type Attempt = FactsOf<"database-access">["attempts"][number];
type Declared = Pick<Declarations["database"], "user" | "tryDefaults">;
type Result = Pick<Attempt, "result" | "method" | "detail">;

/** How RabbitMQ is spoken with; other products that speak AMQP are told apart by what they say of themselves. */
export const rabbitmqSpeech: Speech<AmqpClient, Greeting> = {
  client: (line) => new AmqpClient(line),
  async greet(client) {
    const greeting = await client.greeted();
    const product = greeting.properties.get("product");
    if (product === "RabbitMQ") return greeting;
    const { place } = client.line.address;
    throw new TroubleError({
      kind: "unsupported",
      message: `${place} speaks AMQP, but says that it is ${product ?? "nothing in particular"}`,
      wouldVerify: `declare what really listens at ${place}`,
    });
  },
};

/** The user that RabbitMQ ships with. */
const guest = { user: "guest", password: "guest" };
const managementApi = "the management API";

/** What the AMQP port lets somebody do who has no credentials, or well-known ones. @throws TroubleError */
export async function amqpAttempts(
  door: Door<AmqpClient>,
  greeting: Greeting | Trouble,
  { user = guest.user, tryDefaults }: Declared,
): Promise<readonly Attempt[]> {
  const tls = door.secured !== undefined;
  const plaintext = { kind: "plaintext", user, tls: false } as const;
  const onlyTls = { ...plaintext, result: "refused", detail: "the port speaks TLS only" } as const;
  if (isTrouble(greeting)) {
    const result = { result: "refused", method: "client-certificate", detail: greeting.message } as const;
    const shut = [{ kind: "anonymous", user: "", tls, ...result } as const, onlyTls];
    return tryDefaults ? [...shut, { kind: "default", user: guest.user, tls, ...result }] : shut;
  }
  const { mechanisms } = greeting;
  const method = mechanisms.join(" ");
  const anonymous = mechanisms.includes("ANONYMOUS") ? "ANONYMOUS" : "PLAIN";
  const nobody = await loggedIn(door, mechanisms, anonymous, anonymous === "PLAIN" ? plain("", "") : Buffer.alloc(0));
  const known = tryDefaults ? await loggedIn(door, mechanisms, "PLAIN", plain(guest.user, guest.password)) : undefined;
  return [
    { kind: "anonymous", user: "", tls, ...nobody },
    ...(known ? [{ kind: "default", user: guest.user, tls, ...known } as const] : []),
    // Whoever greets in clear text takes a login in clear text.
    tls ? onlyTls : { ...plaintext, result: "authentication", method },
  ];
}

async function loggedIn(
  door: Door<AmqpClient>,
  mechanisms: readonly string[],
  mechanism: string,
  response: Buffer,
): Promise<Result> {
  // One that isn't offered only makes the server hang up after a while.
  if (!mechanisms.includes(mechanism))
    return { result: "refused", method: mechanisms.join(" "), detail: `it offers no ${mechanism}` };
  const client = await door.open();
  try {
    await client.greeted();
    const method = await client.logIn(mechanism, response);
    if (method.is === "tune") return { result: "accepted", method: mechanism };
    if (method.is === "secure") return { result: "authentication", method: mechanism };
    const detail = `${method.code}: ${method.text}`.slice(0, 200);
    return { result: method.code === 403 ? "refused" : "unclear", method: mechanism, detail };
  } finally {
    client.line.close();
  }
}

/** What the management API lets somebody do who has no credentials, or well-known ones. */
export async function managementAttempts(
  client: ManagementClient,
  { user = guest.user, tryDefaults }: Declared,
): Promise<readonly Attempt[]> {
  const head = { by: managementApi, tls: client.at.tls };
  const nobody = await asked(client, "overview");
  const known = tryDefaults ? await asked(client, "whoami", guest) : undefined;
  return [
    { kind: "anonymous", user: "", ...head, ...nobody },
    ...(known ? [{ kind: "default", user: guest.user, ...head, ...known } as const] : []),
    ...(client.at.tls ? [] : [{ kind: "plaintext", user, ...head, ...nobody } as const]),
  ];
}

async function asked(client: ManagementClient, path: string, credentials?: typeof guest): Promise<Result> {
  try {
    const { status } = await client.get(path, credentials, true);
    if (status === 200) return { result: "accepted" };
    if (status !== 401) return { result: "unclear", detail: `it answers ${status}` };
    return { result: credentials ? "refused" : "authentication", method: "basic" };
  } catch (error) {
    if (error instanceof TroubleError) return { result: "unclear", detail: error.trouble.message };
    throw error;
  }
}
