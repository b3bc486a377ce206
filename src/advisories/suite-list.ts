import type { PackageList } from "./package-list.ts";

/** What one suite or repository offers, proven by its signature. */
export interface SuiteList {
  readonly list: PackageList;
  /** The newest version of each wanted package, by `name:architecture`. */
  readonly offered: ReadonlyMap<string, string>;
}
