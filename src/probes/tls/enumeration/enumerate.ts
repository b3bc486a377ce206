import type { Trouble } from "../../../transports/trouble.ts";
import type { FactsOf } from "../../fact-kinds.ts";
import type { OpenTarget } from "../open-target.ts";
import { suiteOf } from "../tables/suites.ts";
import type { Known } from "../target.ts";
import { worksWithoutCertificate } from "./client-certificate.ts";
import { type EarlierVersion, earlierVersions } from "./earlier-version.ts";
import { keyExchangeOf } from "./key-exchange.ts";
import { Sightings } from "./sightings.ts";
import { type VersionFound, versionsOf } from "./versions.ts";

export interface Enumerated {
  readonly versions: FactsOf<"tls-protocols">["versions"];
  readonly suites: FactsOf<"tls-suites">;
  readonly keyExchange: FactsOf<"tls-key-exchange">;
  readonly clientCertificate?: "none" | "requested" | "required";
}

function protocolOf(found: VersionFound, silent: Trouble | undefined): Enumerated["versions"][number] {
  const { version, offered } = found;
  if (offered) return { version, offered: true };
  const trouble = found.trouble ?? silent;
  return trouble ? { version, trouble } : { version, offered: false };
}

/** A server of which no version could be found tells nothing of any of them. */
function silence(place: string, found: readonly VersionFound[]): Trouble {
  const how = found.flatMap((it) => it.refusals)[0]?.how ?? "nothing";
  return {
    kind: "unsupported",
    message: `${place} speaks no version of TLS that could be tried (${how})`,
    wouldVerify: "declare the endpoint's URL with the name, port and protocol that it really serves",
  };
}

/** Finds out versions, suites, groups, parameters and signatures; the target learns what is known from it. */
export async function enumerate(target: OpenTarget): Promise<Enumerated | Trouble> {
  const sightings = new Sightings();
  const found = await versionsOf(target, sightings);
  const spoken = found.versions.filter((it) => it.offered);
  if (spoken.length === 0)
    return found.versions.find((it) => it.trouble)?.trouble ?? silence(target.place, found.versions);
  const earlier = spoken.filter((it) => earlierVersions.includes(it.version as EarlierVersion)).at(-1);
  const keyExchange = await keyExchangeOf(target, sightings, {
    ...(earlier && { earlier: { version: earlier.version as EarlierVersion, suites: earlier.suites } }),
    ...(found.tls13.suites.length > 0 && { tls13: found.tls13, schemes: found.schemes }),
  });
  const suites = spoken.map(({ version, suites, serverOrder, trouble }) => ({
    version,
    suites: suites.map(suiteOf),
    ...(serverOrder !== undefined && { serverOrder }),
    complete: !trouble,
    ...(trouble && { trouble }),
  }));
  const clientCertificate = await clientCertificateOf(target, sightings, spoken);
  const inPassing = earlier && sightings.inPassing(earlier.version as EarlierVersion);
  const known: Known = {
    versions: spoken.map((it) => it.version),
    suites: new Map(suites.map((it) => [it.version, it.suites])),
    groups: { tls13: found.tls13.groups, earlier: keyExchange.earlierGroups },
    ...(clientCertificate !== undefined && { clientCertificate }),
    ...(keyExchange.tls13Schemes && { tls13Schemes: keyExchange.tls13Schemes }),
    ...(inPassing && { inPassing }),
  };
  target.learn(known);
  return {
    versions: found.versions.map((it) => protocolOf(it, undefined)),
    suites: { versions: suites },
    keyExchange: keyExchange.facts,
    ...(clientCertificate !== undefined && { clientCertificate }),
  };
}

/** TLS 1.3 asks for it where nobody can read it, so there only the refusal shows. */
async function clientCertificateOf(
  target: OpenTarget,
  sightings: Sightings,
  spoken: readonly VersionFound[],
): Promise<Known["clientCertificate"]> {
  if (sightings.flightSeen && !sightings.certificateRequested) return "none";
  if (!sightings.certificateRequested && spoken.at(-1)?.version !== "TLSv1.3") return undefined;
  const works = await worksWithoutCertificate(target);
  if (works === false) return "required";
  return sightings.certificateRequested && works ? "requested" : undefined;
}
