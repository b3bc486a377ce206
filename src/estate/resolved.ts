import type { z } from "zod";
import type {
  AdvisoriesDeclaration,
  BaseImageDeclaration,
  composeFileSchema,
  containerSchema,
  dockerfileSchema,
  Estate,
  hostSchema,
  imageSchema,
  MalwareScannerDeclaration,
  Policy,
  RegistryDeclaration,
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
  return { ...it, ...socketOf(estate, it.engine) };
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
  const scanner = estate.malwareScanner === undefined ? {} : { malwareScanner: estate.malwareScanner };
  const over = it.jump === undefined ? undefined : estate.hosts[it.jump];
  if (it.jump === undefined || over === undefined || passed.includes(it.jump)) return { ...it, ...scanner };
  return { ...it, ...scanner, over: { name: it.jump, declared: reachedHost(estate, over, [...passed, it.jump]) } };
}
