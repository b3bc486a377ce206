import { z } from "zod";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import { loginOf, mayShowPassword } from "../database/credentials.ts";
import { isTrouble } from "../database/door.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Declarations } from "../probe.ts";
import { errorText } from "./access.ts";
import type { Document } from "./bson.ts";
import type { MongodbClient } from "./client.ts";
import { databaseRoles, rolesSchema, usersSchema } from "./roles.ts";

type Declared = Declarations["database"];
type Kind = "database-roles" | "database-rules" | "database-sessions";
export type Inside = { readonly [K in Kind]: FactsOf<K> | Trouble };

const mostSessions = 5000;
const optionsSchema = z.object({
  parsed: z.object({
    net: z
      .object({
        bindIp: z.string().optional(),
        bindIpAll: z.boolean().optional(),
        tls: z
          .object({
            mode: z.string().optional(),
            CAFile: z.string().optional(),
            allowConnectionsWithoutCertificates: z.boolean().optional(),
          })
          .optional(),
      })
      .default({}),
    security: z.object({ authorization: z.string().optional(), keyFile: z.string().optional() }).default({}),
  }),
});
const operationsSchema = z.object({
  inprog: z.array(
    z.object({
      client: z.string().optional(),
      appName: z.string().optional(),
      effectiveUsers: z.array(z.object({ user: z.string(), db: z.string() })).default([]),
    }),
  ),
});

/** Logs in as declared and reads. @throws TroubleError where nobody is let in */
export async function lookInside(client: MongodbClient, declared: Declared, nonce: string): Promise<Inside> {
  const { address } = declared;
  const { user, password } = await loginOf(
    declared,
    "declare `user` and `password` of a user made by what `holdfast grants mongodb` prints",
  );
  mayShowPassword(client.line);
  const answer = await client.logIn(user, password.reveal(), nonce);
  if (answer["ok"] !== 1)
    throw new TroubleError({
      kind: "denied",
      message: `${address} refuses the user ${user}: ${errorText(answer)}`,
      wouldVerify: `correct \`user\` and \`password\` of ${address}`,
    });
  const ask = async <S extends z.ZodType>(schema: S, command: Document): Promise<z.output<S> | Trouble> => {
    const it = await client.command("admin", command);
    const name = Object.keys(command)[0] ?? "";
    const read = it["ok"] === 1 ? schema.safeParse(it) : undefined;
    if (read?.success) return read.data;
    const message = `${address} answers ${name} with ${read ? "what makes no sense" : errorText(it)}`;
    if (read) return { kind: "unparsable", message, wouldVerify: `run ${name} by hand` };
    return { kind: "denied", message, wouldVerify: "give the user what `holdfast grants mongodb` prints" };
  };
  const users = await ask(usersSchema, { usersInfo: { forAllDBs: true } });
  const made = await ask(rolesSchema, { rolesInfo: { forAllDBs: true }, showPrivileges: true });
  const options = await ask(optionsSchema, { getCmdLineOpts: 1 });
  const operations = await ask(operationsSchema, { currentOp: 1, $all: true });
  return {
    "database-roles": isTrouble(users) ? users : isTrouble(made) ? made : databaseRoles(users, made),
    "database-rules": isTrouble(options) ? options : rulesOf(options),
    "database-sessions": isTrouble(operations) ? operations : sessionsOf(operations),
  };
}

/** How the server was started says who is asked for proof, and by what. */
function rulesOf({ parsed: { net, security } }: z.output<typeof optionsSchema>): FactsOf<"database-rules"> {
  const bound = (net.bindIp ?? "127.0.0.1").split(",").map((it) => it.trim());
  const local = !net.bindIpAll && bound.every((it) => /^(?:127\.[\d.]+|::1|localhost|\/.*)$/.test(it));
  const { mode = "disabled", CAFile: authority, allowConnectionsWithoutCertificates: lax } = net.tls ?? {};
  const certified = mode === "requireTLS" && authority !== undefined && lax !== true;
  // A key for the members of a set turns it on, too.
  const open = security.authorization !== "enabled" && security.keyFile === undefined;
  const method = `${open ? "none" : "scram"}${certified ? "+clientcert" : ""}`;
  return {
    product: "mongodb",
    rules: [
      {
        ...{
          place: `net.bindIp ${net.bindIpAll ? "all" : bound.join(",")}`.slice(0, 200),
          roles: ["*"],
          databases: ["*"],
        },
        from: local ? ["127.0.0.0/8", "::1/128"] : ["any"],
        ...{ tls: mode === "requireTLS" ? "required" : mode === "disabled" ? "never" : "either", method, open },
      },
    ],
    unseen: [],
  };
}

function sessionsOf({ inprog }: z.output<typeof operationsSchema>): FactsOf<"database-sessions"> {
  const sessions = inprog.slice(0, mostSessions).flatMap(({ client, appName, effectiveUsers: [user] }) =>
    client === undefined || user === undefined
      ? []
      : [
          {
            ...{ role: `${user.user}@${user.db}`, from: client.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1") },
            ...(appName !== undefined && { application: appName.slice(0, 200) }),
          },
        ],
  );
  const cut = inprog.length > mostSessions;
  const unseen = cut
    ? [{ reason: "there are more sessions than are told", wouldVerify: "look when there are fewer" }]
    : [];
  return { product: "mongodb", sessions, whole: !cut, unseen };
}
