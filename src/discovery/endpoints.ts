import { isIP } from "node:net";
import type { z } from "zod";
import type { endpointSchema } from "../estate/schema.ts";
import { normalisedUrl } from "../estate/subjects.ts";
import type { Site } from "../probes/neighbourhood/facts.ts";
import type { Service } from "../probes/service/facts.ts";
import { loopbackOf } from "./loopback.ts";

type EndpointInput = z.input<typeof endpointSchema>;

export interface DraftedEndpoint {
  /** What the entry could be called. */
  readonly title: string;
  readonly endpoint: EndpointInput;
  readonly note: string;
}

const mostNamesOfAPort = 20;
const hostName = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;

/** Whether a URL can carry it as it is: `300.1.1.1` would be no URL, and `0x7f.1` another place. */
function isHostName(name: string): boolean {
  const url = `http://${name}/`;
  return hostName.test(name) && isIP(name) === 0 && URL.canParse(url) && new URL(url).hostname === name;
}

/** The names that a web server or proxy is configured to answer to on a port; wildcards and patterns name no place. */
function configuredNames(port: number, sites: readonly Site[]): ReadonlyMap<string, Site> {
  const here = sites.filter((it) => it.listens.some((listen) => listen.port === port));
  const named = here.flatMap((site) => site.names.map((name) => [name.toLowerCase(), site] as const));
  const whole = named.filter(([name]) => isHostName(name));
  return new Map(whole.reverse().slice(-mostNamesOfAPort));
}

/** One endpoint for each name of each port that speaks HTTP; without a configured name it goes by its address. */
export function draftEndpoints(services: readonly Service[], sites: readonly Site[]): readonly DraftedEndpoint[] {
  const drafted = new Map<string, DraftedEndpoint>();
  const add = (it: DraftedEndpoint) => {
    const url = normalisedUrl(it.endpoint.url);
    if (URL.canParse(url) && !drafted.has(url)) drafted.set(url, it);
  };
  for (const service of [...services].sort(byPort)) {
    if (service.service !== "http" && service.service !== "https") continue;
    const connect = loopbackOf(service);
    for (const [name, site] of configuredNames(service.port, sites))
      add({
        title: service.service === "https" && service.port === 443 ? name : `${name}-${service.port}`,
        endpoint: { url: address(service, name), connect },
        note: `${told(service)} The name is from ${site.file}.`,
      });
    if (configuredNames(service.port, sites).size > 0) continue;
    const at = service.scope === "address" ? service.address : "localhost";
    add({
      title: `${service.service}-${service.port}`,
      endpoint: { url: address(service, isIP(at) === 6 ? `[${at}]` : at), connect },
      note: `${told(service)}${certificateHint(service)}`,
    });
  }
  return [...drafted.values()];
}

function address({ service, port }: Service, host: string): string {
  return new URL(`${service}://${host}:${port}/`).href;
}

/** IPv4 comes first: where both listen, its address stands for both, since a URL is declared only once. */
function byPort(a: Service, b: Service): number {
  return a.port - b.port || isIP(a.address) - isIP(b.address) || (a.address < b.address ? -1 : 1);
}

function told({ service, port, process, scope }: Service): string {
  const who = process ?? "Something";
  const where = scope === "loopback" ? ", reachable from this machine only" : "";
  const twin =
    service === "http"
      ? "\nIf it only redirects to HTTPS, delete this entry and give its URL as `plain` of the HTTPS endpoint."
      : "";
  return `${who} answers ${service === "https" ? "HTTPS" : "plain HTTP"} on port ${port}${where}.${twin}`;
}

function certificateHint({ certificateNames = [] }: Service): string {
  if (certificateNames.length === 0) return "";
  return `\nIts certificate is for ${certificateNames.slice(0, 10).join(", ")}: give the name that people use in the URL.`;
}
