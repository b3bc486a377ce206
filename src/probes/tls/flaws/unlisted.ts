import type { Trouble } from "../../../transports/trouble.ts";
import type { Target } from "../target.ts";

/** Nothing is known of the suites of a version that is offered: they may be anything. */
export function unlistedTrouble(target: Target): Trouble | undefined {
  const legacy = target.known.versions.filter((it) => it === "TLSv1" || it === "TLSv1.1" || it === "TLSv1.2");
  const unlisted = legacy.find((it) => (target.known.suites.get(it)?.length ?? 0) === 0);
  if (unlisted === undefined) return undefined;
  return {
    kind: "unsupported",
    message: `the suites that ${target.place} offers with ${unlisted} are not known`,
    wouldVerify: `an enumeration of the suites of ${target.place} that comes to an end`,
  };
}
