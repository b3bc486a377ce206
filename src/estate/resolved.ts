import type { z } from "zod";
import type {
  AdvisoriesDeclaration,
  BaseImageDeclaration,
  composeFileSchema,
  containerSchema,
  DatabaseDeclaration,
  dockerfileSchema,
  EndpointDeclaration,
  Estate,
  hostSchema,
  imageSchema,
  MalwareScannerDeclaration,
  Policy,
  RegistryDeclaration,
  SystemDeclaration,
} from "./schema.ts";

/** A base image with the engine it is taken from. */
export interface ResolvedBaseImage extends BaseImageDeclaration {
  readonly name: string;
  /** Socket of the engine it is taken from, where it names one. */
  readonly socket?: string;
}

/** An image with all that the estate says elsewhere and that looking at it needs. */
export interface ImageDeclaration extends z.output<typeof imageSchema> {
  readonly socket?: string;
  readonly baseImages: readonly ResolvedBaseImage[];
  readonly registries: readonly RegistryDeclaration[];
  readonly advisories: AdvisoriesDeclaration;
  readonly malwareScanner?: MalwareScannerDeclaration;
  readonly signatures: Policy["imageSignatures"];
}

/** A host with the scanner that its files may be sent to, and the hosts over which it is reached. */
export interface ResolvedHost extends z.output<typeof hostSchema> {
  readonly malwareScanner?: MalwareScannerDeclaration;
  /** The host before it, with its name in the file. */
  readonly over?: { readonly name: string; readonly declared: ResolvedHost };
  /** The container that it is, with the socket of its engine. */
  readonly inside?: { readonly socket: string; readonly container: string };
  /** Where its records arrive: a file of another host, or of this machine. */
  readonly archive?: { readonly file: string; readonly name?: string; readonly declared?: ResolvedHost };
}

export interface DockerfileDeclaration extends z.output<typeof dockerfileSchema> {
  readonly baseImages: readonly ResolvedBaseImage[];
}
export type ComposeFileDeclaration = z.output<typeof composeFileSchema>;

export interface ContainerDeclaration extends z.output<typeof containerSchema> {
  /** Socket of its engine; absent when the estate names none. */
  readonly socket?: string;
  readonly registries: readonly RegistryDeclaration[];
}

/** A system with what it runs on, by names; what another system that is in use has as well is its own no longer. */
export interface ResolvedSystem extends SystemDeclaration {
  readonly parts: {
    readonly endpoints: Readonly<Record<string, EndpointDeclaration>>;
    readonly hosts: Readonly<Record<string, z.output<typeof hostSchema>>>;
    readonly databases: Readonly<Record<string, DatabaseDeclaration>>;
    readonly containers: Readonly<Record<string, ContainerDeclaration>>;
  };
  /** Ids of subjects that systems in use have as well. */
  readonly inUseElsewhere: readonly string[];
}

const socketOf = (estate: Estate, engine: string | undefined): { readonly socket?: string } => {
  const found = engine === undefined ? undefined : estate.engines[engine];
  return found === undefined ? {} : { socket: found.socket };
};

const baseImagesOf = (estate: Estate): readonly ResolvedBaseImage[] =>
  Object.entries(estate.baseImages)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, it]) => ({ ...it, name, ...socketOf(estate, it.engine) }));

/** What the estate says elsewhere of an image: its engine, the approved base images, registries, advisories, scanner. */
export function resolvedImage(estate: Estate, it: z.output<typeof imageSchema>): ImageDeclaration {
  return {
    ...it,
    ...socketOf(estate, it.engine),
    baseImages: baseImagesOf(estate),
    registries: Object.values(estate.registries),
    advisories: estate.advisories,
    ...(estate.malwareScanner !== undefined && { malwareScanner: estate.malwareScanner }),
    signatures: estate.policy.imageSignatures,
  };
}

export function resolvedDockerfile(estate: Estate, it: z.output<typeof dockerfileSchema>): DockerfileDeclaration {
  return { ...it, baseImages: baseImagesOf(estate) };
}

export function resolvedContainer(estate: Estate, it: z.output<typeof containerSchema>): ContainerDeclaration {
  return { ...it, ...socketOf(estate, it.engine), registries: Object.values(estate.registries) };
}

/** What the estate says elsewhere of a host: the scanner, the archive of its records, and those before it. */
export function resolvedHost(estate: Estate, it: z.output<typeof hostSchema>): ResolvedHost {
  const { logArchive } = it;
  const reached = reachedHost(estate, it);
  if (logArchive === undefined) return reached;
  const { file, host: name } = logArchive;
  const other = name === undefined ? undefined : estate.hosts[name];
  if (name === undefined || other === undefined) return { ...reached, archive: { file } };
  return { ...reached, archive: { file, name, declared: reachedHost(estate, other) } };
}

/** With those before it on the way. A way that never arrives is told by the rules. */
function reachedHost(estate: Estate, it: z.output<typeof hostSchema>, passed: readonly string[] = []): ResolvedHost {
  const scanner = {
    ...(estate.malwareScanner !== undefined && { malwareScanner: estate.malwareScanner }),
    ...insideOf(estate, it),
  };
  const over = it.jump === undefined ? undefined : estate.hosts[it.jump];
  if (it.jump === undefined || over === undefined || passed.includes(it.jump)) return { ...it, ...scanner };
  return { ...it, ...scanner, over: { name: it.jump, declared: reachedHost(estate, over, [...passed, it.jump]) } };
}

function insideOf(estate: Estate, { container: name }: z.output<typeof hostSchema>): Pick<ResolvedHost, "inside"> {
  const container = name === undefined ? undefined : estate.containers[name];
  const { socket } = socketOf(estate, container?.engine);
  return container === undefined || socket === undefined ? {} : { inside: { socket, container: container.name } };
}

/** What the estate says elsewhere of what a system runs on. */
export function resolvedSystem(estate: Estate, name: string, it: SystemDeclaration): ResolvedSystem {
  const others = Object.entries(estate.systems).filter(
    ([other, { decommissioned }]) => other !== name && decommissioned === undefined,
  );
  const named = <T>(names: readonly string[], declared: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      names.flatMap((one) => {
        const found = declared[one];
        return found === undefined ? [] : [[one, found] as const];
      }),
    );
  const shared = (key: "endpoints" | "hosts" | "databases" | "containers", kind: string) =>
    it[key].filter((one) => others.some(([, other]) => other[key].includes(one))).map((one) => `${kind}:${one}`);
  const containers = named(it.containers, estate.containers);
  return {
    ...it,
    parts: {
      endpoints: named(it.endpoints, estate.endpoints),
      hosts: named(it.hosts, estate.hosts),
      databases: named(it.databases, estate.databases),
      containers: Object.fromEntries(
        Object.entries(containers).map(([one, declared]) => [one, resolvedContainer(estate, declared)]),
      ),
    },
    inUseElsewhere: [
      ...shared("endpoints", "endpoint"),
      ...shared("hosts", "host"),
      ...shared("databases", "database"),
      ...shared("containers", "container"),
    ],
  };
}
