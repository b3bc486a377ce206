import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { DatabaseAddress } from "../database/address.ts";
import type { LineLimits } from "../database/line.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Declarations } from "../probe.ts";
import { attempt, lookAtTls } from "./attempt.ts";
import { asRole } from "./login.ts";

type Access = FactsOf<"database-access">;
type Attempt = Access["attempts"][number];

const mostUsers = 6;

/** What a server lets somebody do without credentials and with well-known ones, each tried once. @throws TroubleError */
export async function access(
  declared: Declarations["database"],
  address: DatabaseAddress,
  limits: LineLimits,
  authorities: string | undefined,
): Promise<Access> {
  const tls = await lookAtTls(address, limits, authorities);
  if (tls === undefined)
    throw new TroubleError({
      kind: "unparsable",
      message: `${address.place} does not answer in PostgreSQL's protocol`,
      wouldVerify: "declare what really listens there",
    });
  const database = declared.name ?? "postgres";
  const applications = Object.keys(declared.applications);
  const users = [...new Set(["postgres", ...(declared.user === undefined ? [] : [declared.user]), ...applications])];
  const unseen: Access["unseen"] = users.slice(mostUsers).map((it) => ({
    reason: `whether ${it} gets in without a password was not tried: enough others were`,
    wouldVerify: "declare fewer applications for one entry",
  }));
  let version: string | undefined;
  const attempts: Attempt[] = [];
  for (const user of users.slice(0, mostUsers))
    for (const encrypted of tls.offered ? [true, false] : [false]) {
      const { version: told, ...answer } = await attempt(address, { user, database, tls: encrypted }, limits);
      version ??= told;
      attempts.push({ kind: "anonymous", user, tls: encrypted, ...answer });
      // The first step of a login in plaintext is the same, whether or not a password would follow.
      if (!encrypted && (user !== "postgres" || users.length === 1))
        attempts.push({ kind: "plaintext", user, tls: false, ...answer });
    }
  if (declared.tryDefaults) attempts.push(await defaults(address, database, tls.offered, limits, attempts));
  return {
    ...{ product: "postgresql", address: address.place, local: address.local, attempts, unseen },
    ...(version !== undefined && { version }),
    tls,
  };
}

/** Tries postgres/postgres once, by what the server asks a password for. */
async function defaults(
  address: DatabaseAddress,
  database: string,
  offered: boolean,
  limits: LineLimits,
  before: readonly Attempt[],
): Promise<Attempt> {
  const earlier = before.filter((it) => it.kind === "anonymous" && it.user === "postgres");
  const asked = earlier.find((it) => it.result === "authentication");
  const tls = asked?.tls ?? offered;
  const head = { kind: "default", user: "postgres", tls } as const;
  if (asked === undefined && earlier.some((it) => it.result === "accepted"))
    return { ...head, result: "unclear", detail: "it lets postgres in without any password" };
  if (asked === undefined && earlier.every((it) => it.result === "refused"))
    return { ...head, result: "refused", detail: "it asks postgres for no password, but refuses it" };
  const who = { user: "postgres", password: "postgres", database, tls, verify: false };
  const method = asked?.method === undefined ? {} : { method: asked.method };
  try {
    await asRole(address, who, limits, () => Promise.resolve());
    return { ...head, ...method, result: "accepted" };
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    return { ...head, ...method, ...read(error.trouble) };
  }
}

function read({ kind, message }: Trouble): Pick<Attempt, "result" | "detail"> {
  return { result: kind === "denied" ? "refused" : "unclear", detail: message };
}
