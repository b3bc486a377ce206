import type { Gap } from "../verdict/outcome.ts";
import { listed } from "./listed.ts";

/** Folders that a search could not enter, as one gap. */
export function unsearchedGaps(folders: readonly string[]): readonly Gap[] {
  if (folders.length === 0) return [];
  return [{ reason: `not everything could be searched: ${listed(folders)}`, wouldVerify: "run as root on the host" }];
}
