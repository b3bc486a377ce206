import type { Observation } from "../probes/observation.ts";
import { draftContainers } from "./containers.ts";
import { draftDatabases } from "./databases.ts";
import { draftEndpoints } from "./endpoints.ts";
import { draftFiles } from "./files.ts";
import type { EstateInput, Found, Note } from "./found.ts";
import { draftListeners, transientPorts } from "./listeners.ts";
import { Naming } from "./naming.ts";
import { seen } from "./seen.ts";
import { draftTlsEndpoints } from "./tls-endpoints.ts";

export type { Found } from "./found.ts";

type Parts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Drafts an estate from what was observed of this machine and its folder. Nothing is invented: what nobody said
 * (criticality, exposure, owners, purposes, clients) stays absent or undecided, with a note that asks for it.
 *
 * @param observations - of one host: `host-services`, `host-neighbourhood` and maybe `host-listeners`; what is missing is noted
 */
export function discoverEstate(
  observations: readonly Observation[],
  about: { readonly hostname: string; readonly folder: string; readonly home?: string },
): Found {
  const listeners = seen(observations, "host-listeners");
  const services = seen(observations, "host-services");
  const around = seen(observations, "host-neighbourhood");
  const host = new Naming("this-machine").name(about.hostname);
  const notes: Note[] = [];
  const spoken = "facts" in services ? services.facts.services : [];

  const sockets = "facts" in listeners ? listeners.facts.sockets : "facts" in services ? services.facts.sockets : [];
  const drafted = draftListeners(sockets, spoken);
  notes.push(...hostNotes(host, sockets, drafted), ...environmentNotes(host));
  const missing = [
    ["listening sockets and their services", services],
    ["files and configuration around", around],
  ] as const;
  for (const [what, it] of missing)
    if ("missing" in it) notes.push({ path: "", text: `Not found out, and so not in here: ${what} (${it.missing}).` });

  const endpoints: NonNullable<EstateInput["endpoints"]> = {};
  const endpointNames = new Naming("endpoint");
  const sites = "facts" in around ? around.facts.sites : [];
  for (const { title, endpoint, note } of [...draftEndpoints(spoken, sites), ...draftTlsEndpoints(spoken)]) {
    const name = endpointNames.name(title);
    endpoints[name] = endpoint;
    notes.push({ path: `/endpoints/${name}`, text: note });
  }
  const databases: NonNullable<EstateInput["databases"]> = {};
  const databaseNames = new Naming("database");
  for (const { title, database, note } of draftDatabases(spoken)) {
    const name = databaseNames.name(title);
    databases[name] = database;
    notes.push({ path: `/databases/${name}`, text: note });
  }
  const files = draftFiles("facts" in around ? around.facts : undefined, about.folder);
  const boxes = draftContainers("facts" in around ? around.facts.engines : []);
  notes.push(...files.notes, ...boxes.notes);

  const parts = { endpoints, ...files.parts, databases, ...boxes.parts };
  const { engines, ...listed } = parts;
  return {
    estate: {
      estate: host,
      environments: { production: { kind: "production" } },
      systems: { [host]: { environment: "production", hosts: [host], ...namesOf(listed) } },
      hosts: { [host]: { transport: "local", listeners: drafted.map((it) => it.listener) } },
      ...filled(parts),
    },
    notes,
  };
}

function environmentNotes(host: string): readonly Note[] {
  return [
    {
      path: "/environments/production",
      text: "Check this: kind is production, staging, test or development.",
    },
    {
      path: `/systems/${host}`,
      text: [
        "One system for everything found here; split it where it is several applications.",
        "Two lines are for you to add: they give the assurance class, by which some requirements apply or don't.",
        "  criticality: low, medium, high or very-high (how much the business depends on it)",
        "  exposure: external (reachable from the Internet or another untrusted network) or internal",
      ].join("\n"),
    },
  ];
}

function hostNotes(
  host: string,
  sockets: Parameters<typeof draftListeners>[0],
  drafted: ReturnType<typeof draftListeners>,
): readonly Note[] {
  const passing = transientPorts(sockets);
  const decide = [
    "Every port that other machines could reach. Decide for each:",
    "  purpose: what it is needed for (close those that have none)",
    "  clients: local, anyone, or a list of address ranges such as [192.0.2.0/24]",
    "  admin: true where it is for administrators",
    ...(passing.length > 0
      ? [`Left out as ports of outgoing traffic, by their numbers: UDP ${passing.slice(0, 20).join(", ")}.`]
      : []),
  ].join("\n");
  return [
    { path: `/hosts/${host}`, text: "This machine itself." },
    ...(drafted.length > 0 || passing.length > 0 ? [{ path: `/hosts/${host}/listeners`, text: decide }] : []),
    ...drafted.map((it, at) => ({ path: `/hosts/${host}/listeners/${at}`, text: it.note })),
  ];
}

/** The keys of every part that holds something. */
function namesOf(parts: Parts): Readonly<Record<string, string[]>> {
  return Object.fromEntries(
    Object.entries<object>(filled<Parts>(parts) as Parts).map(([key, part]) => [key, Object.keys(part)]),
  );
}

function filled<T extends Parts>(parts: T): { readonly [K in keyof T]?: T[K] } {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0)) as Partial<T>;
}
