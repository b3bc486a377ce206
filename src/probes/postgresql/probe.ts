import { createHash } from "node:crypto";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import { type DatabaseAddress, databaseAddress } from "../database/address.ts";
import { authoritiesOf, passwordOf } from "../database/credentials.ts";
import { isTrouble } from "../database/door.ts";
import type { LineLimits } from "../database/line.ts";
import { orTrouble } from "../database/told.ts";
import type { FactKind, FactsOf } from "../fact-kinds.ts";
import { type Declarations, type ProbeContext, probe, type Told } from "../probe.ts";
import { access } from "./access.ts";
import { lookAtTls } from "./attempt.ts";
import { readCatalog } from "./catalog.ts";
import { asRole } from "./login.ts";
import { databaseRoles } from "./roles.ts";
import { readRules } from "./rules.ts";
import { readSessions } from "./sessions.ts";

const inside = ["database-rules", "database-roles", "database-sessions"] as const;
type Inside = (typeof inside)[number];
type Declared = Declarations["database"];

export default probe({
  id: "postgresql",
  version: 1,
  subject: "database",
  yields: ["database-access", ...inside],
  needs: ["network"],
  title: "Who gets into PostgreSQL, by which rules, and what roles may",
  appliesTo: ({ kind }) => kind === "postgresql",
  async observe({ declared }, context) {
    const limits = {
      timeoutMs: context.budget.timeoutMs,
      maxBytes: context.budget.maxBytes,
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(context.budget.timeoutMs)]),
    };
    const address = databaseAddress(declared.address, 5432);
    const told: Told[] = [];
    if (context.wanted.has("database-access")) {
      const request = "SSLRequest, StartupMessage with and without TLS";
      told.push(tell("database-access", request, await orTrouble(accessOf(declared, address, limits))));
    }
    const wanted = inside.filter((it) => context.wanted.has(it));
    if (wanted.length === 0) return told;
    const read = await orTrouble(lookInside(declared, address, limits, wanted, context));
    return [
      ...told,
      ...wanted.map((fact) =>
        tell(fact, "SELECT from the catalog", "kind" in read ? read : (read[fact] ?? untold(fact))),
      ),
    ];
  },
});

async function accessOf(declared: Declared, address: DatabaseAddress, limits: LineLimits) {
  return access(declared, address, limits, await authoritiesOf(declared));
}

async function lookInside(
  declared: Declared,
  address: DatabaseAddress,
  limits: LineLimits,
  wanted: readonly Inside[],
  context: ProbeContext,
): Promise<{ readonly [F in Inside]?: FactsOf<F> | Trouble }> {
  const { user, name = "postgres" } = declared;
  if (user === undefined)
    throw new TroubleError({
      kind: "denied",
      message: `no user is declared to look into ${address.place} with`,
      wouldVerify: "declare user and password of a role made by what `holdfast grants postgresql` prints",
    });
  const password = (await passwordOf(declared))?.reveal();
  const authorities = await authoritiesOf(declared);
  const { offered } = (await lookAtTls(address, limits, authorities)) ?? { offered: false };
  // Who declares an authority expects TLS; without it, somebody in between could have asked for the password.
  const expected = !address.local || (authorities !== undefined && "host" in address);
  if (!offered && expected && password !== undefined)
    throw new TroubleError({
      kind: "denied",
      message: `the password was not sent: ${address.place} offers no TLS`,
      wouldVerify: `let ${address.place} offer TLS, or look from the machine itself`,
    });
  // On the machine itself nobody is in between, unless an authority is declared to tell.
  const verify = !address.local || authorities !== undefined;
  const who = { user, password, database: name, tls: offered, verify, authorities };
  return asRole(address, who, limits, async (ask) => {
    const catalog = await readCatalog(ask);
    const roles = databaseRoles(catalog, context);
    if (declared.name === undefined)
      roles.unseen.push({
        reason: "only the tables of the database postgres were looked at",
        wouldVerify: "declare the name of the database that the applications use",
      });
    return {
      "database-roles": roles,
      ...(wanted.includes("database-rules") && { "database-rules": await readRules(ask, catalog) }),
      ...(wanted.includes("database-sessions") && { "database-sessions": await readSessions(ask) }),
    };
  });
}

function untold(fact: FactKind): Trouble {
  return { kind: "unsupported", message: `nothing was told of ${fact}`, wouldVerify: "report this as a bug" };
}

function tell<F extends FactKind>(fact: F, request: string, it: FactsOf<F> | Trouble): Told {
  if (isTrouble(it)) return { fact, provenance: [], products: ["postgresql"], trouble: it } as Told;
  const bytes = Buffer.from(JSON.stringify(it));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const provenance = [{ request, status: null, bytes: bytes.length, sha256 }];
  return { fact, provenance, products: ["postgresql"], facts: it } as Told;
}
