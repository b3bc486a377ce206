import type { Account } from "./accounts.ts";
import type { Catalog, Grant } from "./closure.ts";
import { exampleOf, hostFits } from "./host-pattern.ts";
import { byWidth } from "./pattern.ts";

/**
 * The grants on whole databases that the server looks at for an account, for each kind of host it may come from. They are
 * those of its user for any host that fits, and those of nobody in particular, not only its own.
 */
export function databaseGrantsOf(catalog: Catalog, name: string): readonly (readonly Grant[])[] {
  return standings(catalog, name, (grant, user) => grant.table === undefined && [user, ""].includes(grant.user));
}

/** The grants on tables and routines that count for an account: of those on the same thing, the one of the narrowest host. */
export function singleGrantsOf(catalog: Catalog, name: string): readonly Grant[] {
  const found = standings(catalog, name, (grant, user) => grant.table !== undefined && grant.user === user);
  const counting = found.flatMap((grants) =>
    Map.groupBy(grants.toSorted(byHost), (it) => `${it.routine} ${it.database}.${it.table}`)
      .values()
      .flatMap((same) => same.filter((it) => it.host === same[0]?.host))
      .toArray(),
  );
  return [...new Set(counting)];
}

const byHost = (a: { readonly host: string }, b: { readonly host: string }) => byWidth(a.host || "%", b.host || "%");
const byUser = (a: { readonly user: string }, b: { readonly user: string }) =>
  Number(a.user === "") - Number(b.user === "");

/** The order in which the server looks at grants on whole databases. */
export const grantOrder = (a: Grant, b: Grant): number =>
  byHost(a, b) || byWidth(a.database, b.database) || byUser(a, b);

/** Accounts in the order in which the server looks at them. */
export function inOrder(accounts: readonly Account[]): readonly Account[] {
  return accounts.toSorted((a, b) => byHost(a, b) || byUser(a, b));
}

function standings(
  catalog: Catalog,
  name: string,
  which: (grant: Grant, user: string) => boolean,
): readonly (readonly Grant[])[] {
  const account = catalog.accounts.find((it) => it.name === name);
  if (account === undefined) return [];
  const { user, host, isRole } = account;
  if (isRole) return [catalog.grants.filter((it) => it.host === "" && it.user === name && which(it, user))];
  const grants = catalog.grants.filter((it) => which(it, user) && (it.host !== "" || it.user === ""));
  const own = exampleOf(host);
  const elsewhere = new Set(grants.map((it) => exampleOf(it.host)).filter((it) => it !== own));
  const others = inOrder(catalog.accounts.filter((it) => !it.isRole && [user, ""].includes(it.user)));
  const comesAs = (from: string) => others.find((it) => hostFits(it.host, from))?.name;
  const from = [own, ...[...elsewhere].filter((it) => comesAs(it) === name)];
  return from.map((it) => grants.filter((grant) => hostFits(grant.host, it)));
}
