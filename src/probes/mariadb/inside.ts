import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import { mayShowPassword, passwordOf } from "../database/credentials.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Declarations } from "../probe.ts";
import type { Open } from "./access.ts";
import { type ReadCatalog, readCatalog } from "./catalog.ts";
import type { LoginResult, MariadbClient } from "./client.ts";
import { databaseSessions, sessionsQuery } from "./sessions.ts";

type Declared = Declarations["database"];
type Sessions = FactsOf<"database-sessions">;

/** What the declared account sees of the server. */
export interface Inside {
  readonly read: ReadCatalog | Trouble;
  readonly sessions: Sessions | Trouble;
  readonly server: { readonly demandsTls: boolean; readonly hasTls: boolean };
  /** Whether the server, or the account that we are, demands TLS; absent where that wasn't seen. */
  readonly ownDemandsTls?: boolean;
}

/** Logs in as declared and reads. @throws TroubleError where nobody is let in */
export async function lookInside(declared: Declared, open: Open, product: Sessions["product"]): Promise<Inside> {
  const { user, address } = declared;
  const undeclared = {
    kind: "denied",
    message: `no user is declared for ${address}`,
    wouldVerify: "declare `user` and `password` of an account for Holdfast",
  } as const;
  if (user === undefined) throw new TroubleError(undeclared);
  const password = await passwordOf(declared);
  const client = await open(true);
  try {
    if (password !== undefined) mayShowPassword(client.line);
    const result = await client.logIn(user, password?.reveal() ?? "");
    if (result.is !== "accepted") throw new TroubleError(refusal(result, declared));
    return await read(client, product);
  } finally {
    client.line.close();
  }
}

function refusal(result: Exclude<LoginResult, { is: "accepted" }>, { user, address }: Declared): Trouble {
  if (result.is === "asked")
    return {
      kind: "unsupported",
      message: `${address} asks the user ${user} for ${result.method}, which is not spoken here`,
      wouldVerify:
        "give Holdfast an account with mysql_native_password or caching_sha2_password over TLS, or unix_socket",
    };
  const message = `${address} refuses the user ${user}: ${result.error.message}`;
  return {
    kind: "denied",
    message,
    wouldVerify: `correct \`user\` and \`password\` of ${address}, or the hosts it may come from`,
  };
}

async function read(client: MariadbClient, product: Sessions["product"]): Promise<Inside> {
  const one = async (sql: string): Promise<string | undefined> => {
    const rows = await client.query(sql);
    return "code" in rows ? undefined : (rows[0]?.[0] ?? undefined);
  };
  const current = await one("SELECT CURRENT_USER()");
  const demands = await one("SELECT @@require_secure_transport");
  const hasTls = "code" in client.greeting ? false : client.greeting.tls;
  const catalog = await readCatalog(client);
  const own = catalog.catalog.accounts.find(({ name }) => name === current);
  const rows = await client.query(sessionsQuery);
  const failed = catalog.accountsError;
  const message = (of: { readonly message: string }, what: string) =>
    `${client.line.address.place} refuses ${what}: ${of.message}`;
  return {
    read:
      failed === undefined
        ? catalog
        : failed.code === 1146
          ? {
              kind: "unsupported",
              message: "the server has no table mysql.global_priv, so it is not MariaDB 10.4 or newer",
              wouldVerify: "look by hand at the accounts: SHOW GRANTS for each",
            }
          : {
              kind: "denied",
              message: message(failed, "mysql.global_priv"),
              wouldVerify: "GRANT SELECT ON mysql.global_priv to this account",
            },
    sessions:
      "code" in rows
        ? {
            kind: "denied",
            message: message(rows, "the list of sessions"),
            wouldVerify: "GRANT PROCESS ON *.* to this account",
          }
        : databaseSessions(rows, product, own?.privileges.includes("PROCESS") === true),
    server: { demandsTls: demands === "1", hasTls },
    // The server says so itself only to who has proved who they are.
    ...(demands === "1" && { ownDemandsTls: true }),
    ...(demands === "0" && own !== undefined && { ownDemandsTls: own.demandsTls }),
  };
}
