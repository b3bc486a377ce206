/** What a tool says of a server, as far as it can be set side by side. */
export interface Reported {
  /** Names as in `TLSv1.2`, the oldest first. */
  readonly versions: readonly string[];
  /** Different suites over all versions. */
  readonly suites: number;
  /** Groups for (EC)DHE, by whatever name the tool has for them. */
  readonly groups: readonly string[];
}

const distinct = (all: readonly string[]) => [...new Set(all)];

/** Puts together what was found, each thing once. */
export function reported(versions: readonly string[], suites: readonly string[], groups: readonly string[]): Reported {
  return { versions: distinct(versions).toSorted(), suites: distinct(suites).length, groups: distinct(groups) };
}
