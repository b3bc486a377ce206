import type { PackageList } from "./package-list.ts";

/** What one suite or repository offers of a package. */
export interface Offer {
  readonly version: string;
  /** Where the package itself is below the mirror, and what its bytes must be; absent where the list doesn't say. */
  readonly file?: { readonly path: string; readonly bytes: number; readonly sha256: string };
}

/** What one suite or repository offers, proven by its signature. */
export interface SuiteList {
  readonly list: PackageList;
  /** The newest offer of each wanted package, by `name:architecture`. */
  readonly offered: ReadonlyMap<string, Offer>;
}
