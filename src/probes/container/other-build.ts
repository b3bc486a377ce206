import type { RegistryDeclaration } from "../../estate/schema.ts";
import { TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { openRegistryImage } from "../image/sources/registry/registry-image.ts";
import { parseImageReference } from "../image-reference.ts";
import type { ImageReference } from "../image-reference-schema.ts";
import { type Build, engineBuild, wholeId } from "./build.ts";
import { listedImages } from "./engine-answers.ts";
import type { Questions } from "./questions.ts";

type Rebuild = FactsOf<"container-rebuild">;

/** Where other builds of an image may be. */
export interface BuildPlaces {
  readonly questions: Questions;
  readonly socket: string;
  readonly registries: readonly RegistryDeclaration[];
  readonly signal: AbortSignal;
}

/** Another build of the same name. */
export interface OtherBuild extends Build, Pick<NonNullable<Rebuild["other"]>, "is" | "at" | "name"> {}

type Looked = Pick<Rebuild, "name" | "places" | "unseen"> & { readonly other?: OtherBuild };

/**
 * The build that would replace a container's: what its image's name means at the engine by now, else at the registry. Where
 * that is still the one it runs, the newest earlier build of the repository that the engine has: the one it replaced.
 *
 * @throws TroubleError
 */
export async function otherBuild(name: string, running: Build, it: BuildPlaces): Promise<Looked> {
  const reference = isId(name) ? undefined : parseImageReference(name);
  if (reference === undefined) return { name, places: [], unseen: [nameless(name)] };
  const looked: Looked = { name, places: ["engine"], unseen: [] };
  const named = await unlessMissing(() => engineBuild(it.questions, it.socket, name, it.signal));
  if (named !== undefined && named.id !== running.id)
    return { ...looked, other: { ...named, is: "replacement", at: "engine", name } };
  const registered = await registryBuild(name, reference, running, it);
  if (registered === "same") looked.places.push("registry");
  else if (registered !== undefined && "reason" in registered) looked.unseen.push(registered);
  else if (registered !== undefined)
    return {
      ...{ ...looked, places: ["engine", "registry"] },
      other: { ...registered, is: "replacement", at: "registry", name },
    };
  const earlier = await earlierBuild(reference, running, it);
  return earlier === undefined ? looked : { ...looked, other: earlier };
}

/** What a registry has under the name, where the estate declares that registry and the name is no digest. */
async function registryBuild(
  name: string,
  { registry, digest }: ImageReference,
  running: Build,
  { registries, signal }: BuildPlaces,
): Promise<Build | "same" | Rebuild["unseen"][number] | undefined> {
  if (digest !== undefined || !registries.some(({ host }) => host === registry)) return undefined;
  try {
    const open = () => openRegistryImage(name, registries, signal);
    await using image = await open();
    const ids = [image.configDigest, image.digest, ...image.indexDigests];
    if (ids.includes(running.id)) return "same";
    const { created } = image.configuration;
    return { id: image.configDigest, diffIds: image.diffIds, ...(created !== undefined && { created }), open };
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    return { reason: error.trouble.message, wouldVerify: error.trouble.wouldVerify };
  }
}

/** The newest build of the same repository that is older than the one that runs. */
async function earlierBuild(own: ImageReference, running: Build, it: BuildPlaces): Promise<OtherBuild | undefined> {
  const created = Date.parse(running.created ?? "") / 1000;
  const images = (await it.questions.ask("/images/json", listedImages)) ?? [];
  const [newest] = images
    .flatMap(({ Id, RepoTags, RepoDigests, Created }) => {
      const name = [...(RepoTags ?? []), ...(RepoDigests ?? [])].find((named) => isOf(own, named));
      return name !== undefined && wholeId(Id) !== running.id && Created < created ? [{ id: Id, name, Created }] : [];
    })
    .sort((a, b) => b.Created - a.Created);
  if (newest === undefined) return undefined;
  const build = await engineBuild(it.questions, it.socket, wholeId(newest.id), it.signal);
  return { ...build, is: "replaced", at: "engine", name: newest.name };
}

function isOf(own: ImageReference, name: string): boolean {
  const it = parseImageReference(name);
  return it !== undefined && it.registry === own.registry && it.repository === own.repository;
}

async function unlessMissing(build: () => Promise<Build>): Promise<Build | undefined> {
  try {
    return await build();
  } catch (error) {
    if (error instanceof TroubleError && error.trouble.kind === "unreachable") return undefined;
    throw error;
  }
}

const isId = (name: string): boolean => /^(?:sha256:)?[0-9a-f]{12,64}$/.test(name);
const nameless = (name: string) => ({
  reason: `the container was made of ${name}, which is no name that another build could get`,
  wouldVerify: "make the container of an image with a name",
});
