import { isIP } from "node:net";
import type { Trouble } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Catalog } from "./catalog.ts";
import { reachable } from "./closure.ts";
import type { Ask } from "./login.ts";

type Rules = FactsOf<"database-rules">;
type Rule = Rules["rules"][number];

export interface HbaRow {
  readonly line: number;
  readonly file: string | null;
  readonly type: string | null;
  readonly database: readonly string[] | null;
  readonly users: readonly string[] | null;
  readonly address: string | null;
  readonly netmask: string | null;
  readonly method: string | null;
  readonly options: readonly string[] | null;
  readonly error: string | null;
}

const question = `SELECT coalesce((to_jsonb(h) ->> 'rule_number')::int, line_number) AS nth, line_number AS line,
  to_jsonb(h) ->> 'file_name' AS file, type, database, user_name AS users, address, netmask, auth_method AS method,
  options, error FROM pg_hba_file_rules h ORDER BY 1`;

/** Reads the rules as the files have them; the server may not have loaded the newest yet. */
export async function readRules(ask: Ask, catalog: Catalog): Promise<Rules | Trouble> {
  const got = await ask<HbaRow & { nth: number }>(question, 2000);
  if ("kind" in got) return got;
  const unseen: Rules["unseen"] = [];
  if (got.cut)
    unseen.push({ reason: "there are more rules than are read", wouldVerify: "look at pg_hba.conf by hand" });
  for (const { line, error } of got.rows)
    if (error !== null)
      unseen.push({
        reason: `line ${line} of pg_hba.conf has a mistake, so that the server goes on with older rules: ${error.slice(0, 100)}`,
        wouldVerify: "mend the line and reload the server",
      });
  // Lines for connections that Kerberos encrypts decide about no other one, and let nobody in without a ticket.
  const rules = got.rows.filter((it) => it.error === null && it.type !== "hostgssenc").map((it) => ruleOf(it, catalog));
  return { product: "postgresql", rules, unseen };
}

/** One line as a rule. `+role` becomes the names of its members, by whatever path. */
export function ruleOf(row: HbaRow, catalog: Pick<Catalog, "roles" | "memberships">): Rule {
  const users = row.users ?? [];
  const method = row.method ?? "?";
  const certified = (row.options ?? []).some((it) => /^clientcert=verify-(?:full|ca)$/.test(it));
  return {
    place: `${row.file ?? "pg_hba.conf"}:${row.line}`,
    roles: [...new Set(users.flatMap((it) => (it.startsWith("+") ? membersOf(it.slice(1), catalog) : [it])))],
    databases: [...(row.database ?? [])],
    from: [row.type === "local" ? "local" : fromOf(row)],
    tls: row.type === "hostssl" ? "required" : row.type === "hostnossl" ? "never" : "either",
    method: certified ? `${method}+clientcert` : method,
    // What another machine says of its own users proves nothing.
    open: (method === "trust" && !certified) || (method === "ident" && row.type !== "local"),
  };
}

function membersOf(role: string, catalog: Pick<Catalog, "roles" | "memberships">): readonly string[] {
  const oid = catalog.roles.find((it) => it.name === role)?.oid;
  if (oid === undefined) return [];
  const paths = reachable(catalog as Catalog);
  // A superuser counts as a member of every role in SQL, but not here.
  return catalog.roles.filter((it) => paths.get(it.oid)?.has(oid) === true).map((it) => it.name);
}

function fromOf({ address, netmask }: HbaRow): string {
  if (address === null || address === "all") return "any";
  if (netmask === null || isIP(address) === 0) return address;
  const bits = maskBits(netmask);
  return bits === undefined ? `${address} ${netmask}` : `${address}/${bits}`;
}

function maskBits(mask: string): number | undefined {
  const bits =
    isIP(mask) === 4
      ? mask
          .split(".")
          .map((it) => binary(Number(it), 8))
          .join("")
      : binaryOfIpv6(mask);
  return isIP(mask) !== 0 && /^1*0*$/.test(bits) ? bits.replaceAll("0", "").length : undefined;
}

function binaryOfIpv6(mask: string): string {
  const [first = [], last = []] = mask.split("::").map((it) => it.split(":").filter((group) => group !== ""));
  const groups = [...first, ...Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0"), ...last];
  return groups.map((it) => binary(Number.parseInt(it, 16), 16)).join("");
}

function binary(value: number, width: number): string {
  return value.toString(2).padStart(width, "0");
}
