import { addressRange, addressText } from "../probes/database/address-range.ts";
import type { Gap } from "../verdict/outcome.ts";
import { type Comer, type DatabaseRule, deciding } from "./database-rule-decision.ts";

/** More combinations than these are not tried one by one: the rule then counts as one that may be reached. */
const mostComers = 20_000;

/**
 * Whether a rule comes to decide about anybody, with the rules before it: tried with every role and database that the rules
 * name and one that they don't, and with the addresses at which rules begin and end. `tls` limits it to connections with it,
 * or without.
 */
export function decides(
  rules: readonly DatabaseRule[],
  rule: DatabaseRule,
  tls = [true, false],
): "yes" | "maybe" | "no" {
  const before = rules.slice(0, rules.indexOf(rule) + 1);
  const roles = candidates(
    before.map((it) => it.roles),
    rule.roles,
  );
  const named = before.map((it) => it.databases);
  const databases = [...candidates(named, rule.databases), ...roles.slice(0, 20)];
  const froms = rule.from.flatMap((it) => addresses(it, before));
  if (roles.length * databases.length * froms.length * tls.length > mostComers) return "maybe";
  let found: "maybe" | "no" = "no";
  for (const comer of everybody(roles, databases, froms, tls)) {
    const { rules: possible, sure } = deciding(before, comer);
    if (!possible.includes(rule)) continue;
    if (sure) return "yes";
    found = "maybe";
  }
  return found;
}

/** The rules by which somebody may really get in, and whether that is sure. In other products than PostgreSQL each stands alone. */
export function openDoors(
  { product, rules }: { readonly product: string; readonly rules: readonly DatabaseRule[] },
  which: (rule: DatabaseRule) => boolean,
  tls?: boolean[],
): readonly { readonly rule: DatabaseRule; readonly sure: boolean }[] {
  return rules.filter(which).flatMap((rule) => {
    const it = product === "postgresql" ? decides(rules, rule, tls) : "yes";
    return it === "no" ? [] : [{ rule, sure: it === "yes" }];
  });
}

/** What stays open of rules of which isn't sure that they come to decide. */
export function undecided(doors: ReturnType<typeof openDoors>, wouldVerify: string): readonly Gap[] {
  return doors
    .filter((it) => !it.sure)
    .map(({ rule }) => ({
      reason: `whether ${rule.place} (${rule.method}) comes to decide depends on what isn't known here`,
      wouldVerify,
    }));
}

/** Whether all that a rule lets in is on the machine itself. */
export function isLocal({ from }: DatabaseRule): boolean {
  const loopback = [addressRange("127.0.0.0/8"), addressRange("::1")];
  return from.every((it) => {
    if (it === "local" || it === "samehost") return true;
    const own = addressRange(it);
    return loopback.some(
      (one) => one && own && one.family === own.family && one.first <= own.first && own.last <= one.last,
    );
  });
}

function* everybody(
  roles: readonly string[],
  databases: readonly string[],
  froms: readonly string[],
  tls: readonly boolean[],
): Generator<Comer> {
  for (const role of roles)
    for (const database of databases)
      for (const from of froms) for (const it of tls) yield { role, database, from, tls: it };
}

/** Names that fit what a rule says: its own, or with `all` those of the rules before it and one that none of them has. */
function candidates(named: readonly (readonly string[])[], own: readonly string[]): readonly string[] {
  const words = new Set(["all", "*", "sameuser", "samerole", "samegroup"]);
  if (!own.some((it) => words.has(it) || /^[/+]/.test(it))) return [...new Set(own)];
  const names = named.flat().filter((it) => !words.has(it) && !/^[/+]/.test(it));
  return [...new Set([...names, "somebody else's"])];
}

/** Addresses at which something changes, within the range of a rule. */
function addresses(from: string, before: readonly DatabaseRule[]): readonly string[] {
  if (from === "local") return [from];
  const own = from === "any" ? ["0.0.0.0/0", "::/0"] : [from];
  return own.flatMap((it) => {
    const range = addressRange(it);
    // Where that is isn't known: somewhere that no range names.
    if (range === undefined) return ["an unknown place"];
    const edges = before
      .flatMap((rule) => rule.from.flatMap((one) => addressRange(one) ?? []))
      .filter(({ family }) => family === range.family)
      .flatMap(({ first, last }) => [first - 1n, first, last, last + 1n]);
    const inside = [range.first, range.last, ...edges].filter((at) => at >= range.first && at <= range.last);
    return [...new Set(inside)].map((at) => addressText(range.family, at));
  });
}
