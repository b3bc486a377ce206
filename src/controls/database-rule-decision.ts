import { addressRange } from "../probes/database/address-range.ts";
import type { FactsOf } from "../probes/fact-kinds.ts";

export type DatabaseRule = FactsOf<"database-rules">["rules"][number];

/** Somebody who tries to get in. */
export interface Comer {
  readonly role: string;
  /** `replication` for a copy of the whole server. */
  readonly database: string;
  /** An IP address, or `local` for the socket. */
  readonly from: string;
  readonly tls: boolean;
}

type Fit = "yes" | "no" | "maybe";

/**
 * The rules that can decide about somebody where the first that fits does, as in pg_hba.conf: one of those given, in their
 * order, of which only the last surely fits. Empty, or without a sure one at the end (`sure`), nobody may be let in at all.
 */
export function deciding(
  rules: readonly DatabaseRule[],
  comer: Comer,
): { readonly rules: readonly DatabaseRule[]; readonly sure: boolean } {
  const possible: DatabaseRule[] = [];
  for (const rule of rules) {
    const fit = fits(rule, comer);
    if (fit !== "no") possible.push(rule);
    if (fit === "yes") return { rules: possible, sure: possible.length === 1 };
  }
  return { rules: possible, sure: possible.length === 0 };
}

function fits(rule: DatabaseRule, comer: Comer): Fit {
  if ((rule.tls === "required" && !comer.tls) || (rule.tls === "never" && comer.tls)) return "no";
  const parts = [
    anyOf(rule.from.map((it) => fromFits(it, comer.from))),
    anyOf(rule.databases.map((it) => databaseFits(it, comer))),
    anyOf(rule.roles.map((it) => nameFits(it, comer.role))),
  ];
  return parts.includes("no") ? "no" : parts.includes("maybe") ? "maybe" : "yes";
}

function anyOf(parts: readonly Fit[]): Fit {
  return parts.includes("yes") ? "yes" : parts.includes("maybe") ? "maybe" : "no";
}

function fromFits(rule: string, from: string): Fit {
  if (rule === "local" || from === "local") return rule === from ? "yes" : "no";
  if (rule === "any") return "yes";
  const [range, own] = [addressRange(rule), addressRange(from)];
  if (own === undefined) return "maybe";
  // The machine's own addresses aren't known from here, but for those that every machine has.
  if (range === undefined) return (rule === "samehost" || rule === "samenet") && isLoopback(from) ? "yes" : "maybe";
  return range.family === own.family && range.first <= own.first && own.first <= range.last ? "yes" : "no";
}

function isLoopback(address: string): boolean {
  return address === "127.0.0.1" || address === "::1";
}

function databaseFits(rule: string, { database, role }: Comer): Fit {
  if (database === "replication") return rule === "replication" ? "yes" : "no";
  if (rule === "all" || rule === "*") return "yes";
  if (rule === "replication") return "no";
  if (rule === "sameuser") return database === role ? "yes" : "no";
  // Whether the role is a member of one that is called as the database isn't known from the rules.
  if (rule === "samerole" || rule === "samegroup") return database === role ? "yes" : "maybe";
  return nameFits(rule, database);
}

function nameFits(rule: string, name: string): Fit {
  if (rule === "all" || rule === "*" || rule === name) return "yes";
  return rule.startsWith("/") || rule.startsWith("+") ? "maybe" : "no";
}
