import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { ProbeContext, Told } from "../probe.ts";
import type { Product } from "../product.ts";
import { isTrouble } from "./door.ts";
import { databaseFacts } from "./facts.ts";

/** A kind of fact about databases. */
export type DatabaseFact = keyof typeof databaseFacts;
export const databaseFactKinds = Object.keys(databaseFacts) as readonly DatabaseFact[];

/**
 * What a probe tells of a database, kind by kind: facts with what was asked for them, or the trouble. The digest of what came
 * is keyed, as it could hold what passwords are made into.
 */
export function toldOf(
  product: Product,
  requests: Readonly<Record<DatabaseFact, string>>,
  found: Readonly<Record<DatabaseFact, object>>,
  { fingerprint }: Pick<ProbeContext, "fingerprint">,
): readonly Told<DatabaseFact>[] {
  return databaseFactKinds.map((fact) => {
    const it = found[fact];
    const head = { fact, products: [product] };
    if (isTrouble(it)) return { ...head, provenance: [], trouble: it };
    const bytes = Buffer.from(JSON.stringify(it));
    const sha256 = `hmac:${fingerprint(bytes)}`;
    return { ...head, provenance: [{ request: requests[fact], status: null, bytes: bytes.length, sha256 }], facts: it };
  }) as readonly Told<DatabaseFact>[];
}

export async function orTrouble<T>(doing: Promise<T>): Promise<T | Trouble> {
  try {
    return await doing;
  } catch (error) {
    if (error instanceof TroubleError) return error.trouble;
    throw error;
  }
}
