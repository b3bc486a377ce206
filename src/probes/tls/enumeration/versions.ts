import type { Trouble } from "../../../transports/trouble.ts";
import type { ProtocolVersion } from "../facts.ts";
import type { Target } from "../target.ts";
import { type EarlierVersion, earlierVersions } from "./earlier-version.ts";
import type { Outcome } from "./outcome.ts";
import { tryOffer } from "./outcome.ts";
import { SchemeTrials } from "./scheme-trials.ts";
import type { Sightings } from "./sightings.ts";
import { ssl2 } from "./ssl2.ts";
import { type Tls13, tls13 } from "./tls13.ts";
import { versionSuites, versionSuitesInChunks } from "./version-suites.ts";

/** What was found out of one version. */
export interface VersionFound {
  readonly version: ProtocolVersion;
  readonly offered: boolean;
  readonly suites: readonly number[];
  readonly serverOrder?: boolean;
  readonly refusals: readonly Extract<Outcome, { state: "refused" }>[];
  readonly trouble?: Trouble;
}

export interface VersionsFound {
  readonly versions: readonly VersionFound[];
  readonly tls13: Tls13;
  readonly schemes: SchemeTrials;
}

/** Tries every version with every suite. */
export async function versionsOf(target: Target, sightings: Sightings): Promise<VersionsFound> {
  const schemes = new SchemeTrials(() => sightings.signerKeys());
  const [oldest, newest, long] = await Promise.all([
    ssl2(target),
    tls13(target, sightings, schemes),
    Promise.all(
      earlierVersions.map(async (version) => [version, await versionSuites(target, version, sightings)] as const),
    ),
  ]);
  // Where one version reads long hellos, the length is not what another was refused for.
  const readsLong = long.some(([, it]) => it.readsLong);
  const earlier = await Promise.all(
    long.map(async ([version, it]) => {
      const isFinal = readsLong || !it.isOpen;
      return { version, ...(isFinal ? it : await versionSuitesInChunks(target, version, sightings)) };
    }),
  );
  const { suites, suiteOrder, refusals, trouble } = newest;
  const versions: readonly VersionFound[] = [
    { version: "SSLv2", ...oldest, suites: oldest.kinds },
    ...earlier.map((it) => ({ ...it, offered: it.suites.length > 0 })),
    {
      version: "TLSv1.3",
      offered: suites.length > 0,
      suites,
      refusals,
      ...(suiteOrder !== undefined && { serverOrder: suiteOrder }),
      ...(trouble && { trouble }),
    },
  ];
  return { versions: await confirmed(target, versions), tls13: newest, schemes };
}

/**
 * A closed or reset connection is a refusal only of a server that still talks when asked for what it speaks; otherwise
 * something between, or the server's patience, may have ended it.
 */
async function confirmed(target: Target, versions: readonly VersionFound[]): Promise<readonly VersionFound[]> {
  const isDoubtful = (it: VersionFound) => it.refusals.some(({ by }) => by === "close" || by === "reset");
  const spoken = versions.findLast((it) => it.suites.length > 0 && it.version !== "SSLv2");
  if (!spoken || !versions.some(isDoubtful)) return versions;
  const again = await tryOffer(target, {
    version: spoken.version as EarlierVersion | "TLSv1.3",
    suites: spoken.suites,
  });
  if (again.state === "chosen") return versions;
  const trouble: Trouble =
    again.state === "trouble"
      ? again.trouble
      : {
          kind: "refused",
          message: `${target.place} stopped answering (${again.how}) while it was looked at`,
          wouldVerify: "let it answer this machine as often as it is asked",
        };
  return versions.map((it) => (isDoubtful(it) && !it.trouble ? { ...it, trouble } : it));
}
