import type { Component } from "../../advisories/osv/component.ts";
import { type LookUpOptions, lookUp } from "../../advisories/osv/look-up.ts";
import type { AdvisoriesDeclaration } from "../../estate/schema.ts";
import type { Trouble } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";

type Packages = FactsOf<"image-packages">;
type Components = FactsOf<"image-components">;

/** The known vulnerabilities of all that was found in an image, by OSV. What OSV has no data for is told, not passed over. */
export async function imageVulnerabilities(
  packages: Packages,
  components: Components,
  { osv }: AdvisoriesDeclaration,
  options: LookUpOptions,
): Promise<FactsOf<"image-vulnerabilities"> | Trouble> {
  if (osv === undefined)
    return {
      kind: "unsupported",
      message: "the estate names no data of known vulnerabilities",
      wouldVerify: "name OSV's API or a folder with its archives under `advisories.osv`",
    };
  const ecosystem = ecosystemOf(packages.os);
  const own = ecosystem === undefined ? [] : packages.packages.map((it) => sourceOf(it, ecosystem));
  const nameless = ecosystem === undefined ? packages.packages : [];
  const asked = unique([...own, ...components.components.map(({ path: _, ...it }) => it)]);
  const found = await lookUp(osv, asked, options);
  if ("kind" in found) return found;
  return {
    ...{ dataAt: found.dataAt.toISOString(), source: found.source, matched: found.matched },
    vulnerabilities: found.vulnerabilities.map((it) => ({ ...it, aliases: [...it.aliases] })),
    unmatched: [
      ...found.unmatched,
      ...nameless.map((it) => ({
        component: `${it.name} ${it.version}`,
        because: "OSV has no name for its distribution",
      })),
      ...components.unidentified.map((it) => ({ component: it, because: "nothing tells what it is" })),
    ],
    unseen: [...packages.unseen, ...components.unseen],
  };
}

/** OSV's name of a release (https://ossf.github.io/osv-schema/#defined-ecosystems). */
function ecosystemOf(os: Packages["os"]): string | undefined {
  const version = os?.versionId ?? "";
  const [major = "", minor = ""] = version.split(".");
  if (version === "") return undefined;
  switch (os?.id) {
    case "debian":
      return `Debian:${major}`;
    case "ubuntu":
      return `Ubuntu:${version}${minor === "04" && Number(major) % 2 === 0 ? ":LTS" : ""}`;
    case "alpine":
      return `Alpine:v${major}.${minor}`;
    case "rocky":
      return `Rocky Linux:${major}`;
    case "almalinux":
      return `AlmaLinux:${major}`;
    default:
      return undefined;
  }
}

function sourceOf(it: Packages["packages"][number], ecosystem: string): Component {
  return { ecosystem, name: it.source ?? it.name, version: it.sourceVersion ?? it.version };
}

/** Binary packages of one source are one component. */
function unique(components: readonly Component[]): readonly Component[] {
  return [...new Map(components.map((it) => [`${it.ecosystem} ${it.name} ${it.version}`, it])).values()];
}
