import { apkSources, readRepository } from "../../advisories/alpine/repository.ts";
import { type Cache, folderCache } from "../../advisories/cache.ts";
import type { Mended } from "../../advisories/debian/changelog.ts";
import { readSuite } from "../../advisories/debian/list.ts";
import { mendedBy } from "../../advisories/debian/mended.ts";
import { suitesOf } from "../../advisories/debian/source.ts";
import { type SuiteFiles, type SuiteHistory, suiteHistory } from "../../advisories/history.ts";
import { outdatedPackages } from "../../advisories/outdated.ts";
import type { SuiteList } from "../../advisories/suite-list.ts";
import type { AdvisoriesDeclaration } from "../../estate/schema.ts";
import type { Trouble } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { endOfLife } from "../host/end-of-life.ts";

type Packages = FactsOf<"image-packages">;
type Updates = FactsOf<"image-updates">;

export interface UpdatesOptions {
  /** As registries name it: `amd64`. */
  readonly architecture: string;
  readonly now: Date;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** One suite that is asked: where its files are, and how they are read. */
interface Asked {
  readonly base: string;
  readonly read: (files: SuiteFiles) => Promise<SuiteList | Trouble>;
}

/**
 * What the image's distribution offers beyond what is installed in it, by the mirrors that the estate names. A suite
 * that could not be read is told as unseen: what the others say still counts against the image, but clears nothing.
 */
export async function imageUpdates(
  packages: Packages,
  advisories: AdvisoriesDeclaration,
  options: UpdatesOptions,
): Promise<Updates | Trouble> {
  const { os, manager } = packages;
  if (os === undefined || manager === undefined)
    return undecided(
      "the image has no os-release or no package database",
      "attest how its packages are kept up to date",
    );
  const asked = suitesFor(packages, advisories, options);
  if ("kind" in asked) return asked;
  const cache: Cache | undefined = advisories.cache === undefined ? undefined : folderCache(advisories.cache);
  const histories: SuiteHistory[] = [];
  // One after the other: they come from one mirror.
  for (const { base, read } of asked)
    histories.push(await suiteHistory(base, read, { ...options, ...(cache && { cache }) }));
  const now = histories.flatMap((it) => ("kind" in it.now ? [] : [it.now]));
  const troubles = histories.flatMap((it) => ("kind" in it.now ? [it.now] : []));
  const [first] = troubles;
  if (now.length === 0 && first !== undefined) return first;
  const compared = outdatedPackages(
    manager,
    packages.packages.map((it) => ({ ...it, architecture: it.architecture ?? options.architecture })),
    now,
    histories.flatMap((it) => it.earlier),
  );
  const mended: ReadonlyMap<string, Mended> =
    manager === "dpkg" ? await mendedBy(compared.outdated, options) : new Map();
  const supported = endOfLife(os.id, os.versionId ?? "", "");
  return {
    lists: now.map((it) => it.list),
    compared: compared.compared,
    outdated: compared.outdated.map(({ file: _, notOfferedAt, ...it }) => {
      const { advisories: numbers = [], urgency, since } = mended.get(it.name) ?? {};
      const notBefore = [notOfferedAt, since]
        .filter((one) => one !== undefined)
        .sort()
        .at(-1);
      return {
        ...{ ...it, advisories: [...numbers] },
        ...(urgency !== undefined && { urgency }),
        ...(notBefore !== undefined && { notOfferedBefore: notBefore }),
      };
    }),
    uncovered: [...compared.uncovered],
    ...(supported !== undefined && { endOfLife: { day: supported.day, source: supported.source } }),
    unseen: [...packages.unseen, ...troubles.map((it) => ({ reason: it.message, wouldVerify: it.wouldVerify }))],
  };
}

function suitesFor(
  { os, packages }: Packages,
  advisories: AdvisoriesDeclaration,
  { architecture, signal }: UpdatesOptions,
): readonly Asked[] | Trouble {
  const wanted = new Set(packages.map((it) => it.name));
  if (os?.id === "debian" || os?.id === "ubuntu") {
    const mirrors = advisories[os.id];
    if (mirrors === undefined) return undeclared(os.id);
    const { codename } = os;
    if (codename === undefined)
      return undecided(`${os.prettyName} names no codename`, "an image of a release, not of testing or unstable");
    const { keyring } = mirrors;
    return suitesOf(os.id, codename, mirrors).map((source) => ({
      base: `${source.uri}/dists/${source.suite}`,
      read: (files) => readSuite(source, architecture, wanted, files, { keyring, signal }),
    }));
  }
  if (os?.id === "alpine") {
    const { alpine } = advisories;
    if (alpine === undefined) return undeclared("alpine");
    return apkSources(alpine.mirror, os.versionId ?? "", architecture).map((source) => ({
      base: `${source.uri}/${source.architecture}`,
      read: (files) => readRepository(source, wanted, files, alpine.keys),
    }));
  }
  return undecided(
    `there is no source of signed package lists for ${os?.prettyName ?? "it"} yet`,
    "attest how its packages are kept up to date",
  );
}

const undeclared = (id: string): Trouble =>
  undecided(`the estate names no mirror of ${id}`, `name one under \`advisories.${id}\``);

function undecided(message: string, wouldVerify: string): Trouble {
  return { kind: "unsupported", message, wouldVerify };
}
