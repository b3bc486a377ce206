import { TroubleError } from "../../transports/trouble.ts";
import type { Door, Speech } from "../database/door.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Declarations } from "../probe.ts";
import type { Document } from "./bson.ts";
import { MongodbClient } from "./client.ts";

type Attempt = FactsOf<"database-access">["attempts"][number];
type Answer = Pick<Attempt, "result" | "detail">;

/** How MongoDB is spoken with: by saying hello, which it answers to everybody. */
export const mongodbSpeech: Speech<MongodbClient, Document> = {
  client: (line) => new MongodbClient(line),
  async greet(client) {
    const greeting = await client.command("admin", { hello: 1 });
    if (typeof greeting["maxWireVersion"] === "number") return greeting;
    const { place } = client.line.address;
    throw new TroubleError({
      kind: "unsupported",
      message: `${place} answers, but not as MongoDB does`,
      wouldVerify: `declare what really listens at ${place}`,
    });
  },
};

/** Of the examples in handbooks and images; MongoDB itself ships with none. */
const wellKnown = [
  ["root", "example"],
  ["admin", "admin"],
] as const;

export const codes = { unauthorized: 13, failed: 18 } as const;

export const errorText = (answer: Document): string =>
  `${answer["code"] ?? ""}: ${answer["errmsg"] ?? "no reason"}`.slice(0, 200);

function answerOf(answer: Document): Answer {
  if (answer["ok"] === 1) return { result: "accepted" };
  const detail = errorText(answer);
  if (answer["code"] === codes.unauthorized) return { result: "authentication", detail };
  return { result: answer["code"] === codes.failed ? "refused" : "unclear", detail };
}

/** What nobody may ask, and what well-known credentials come to. @throws TroubleError */
export async function attempts(
  door: Door<MongodbClient>,
  { user = "", tryDefaults }: Declarations["database"],
  random: (characters: number) => string,
): Promise<readonly Attempt[]> {
  const tls = door.secured !== undefined;
  const once = async (ask: (client: MongodbClient) => Promise<Document>): Promise<Answer> => {
    const client = await door.open();
    try {
      return answerOf(await ask(client));
    } finally {
      client.line.close();
    }
  };
  const databases = await once((it) => it.command("admin", { listDatabases: 1, nameOnly: true }));
  const users = await once((it) => it.command("admin", { usersInfo: 1 }));
  const found: Attempt[] = [
    { kind: "anonymous", user: "", tls, ...databases },
    { kind: "anonymous", user: "", by: "asking for users", tls, ...users },
  ];
  if (tryDefaults)
    for (const [name, password] of wellKnown)
      found.push({ kind: "default", user: name, tls, ...(await once((it) => it.logIn(name, password, random(24)))) });
  const plaintext = { kind: "plaintext", user, tls: false } as const;
  // Whoever says hello in clear text takes a login in clear text.
  const taken = { result: databases.result === "accepted" ? "accepted" : "authentication" } as const;
  return [
    ...found,
    tls ? { ...plaintext, result: "refused", detail: "the port speaks TLS only" } : { ...plaintext, ...taken },
  ];
}
