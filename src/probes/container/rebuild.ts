import pLimit from "p-limit";
import type { RegistryDeclaration } from "../../estate/schema.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { collectors } from "../image/collectors.ts";
import { collect } from "../image/layers/collect.ts";
import type { OpenImage } from "../image/sources/open-image.ts";
import type { ProbeContext } from "../probe.ts";
import { type Build, engineBuild } from "./build.ts";
import type { InspectedContainer } from "./engine-answers.ts";
import { type OtherBuild, otherBuild } from "./other-build.ts";
import { packageChanges } from "./package-changes.ts";
import type { Questions } from "./questions.ts";

type Rebuild = FactsOf<"container-rebuild">;

/** Whole images are read for it. */
const atOnce = pLimit(1);

/**
 * What differs between the build that a container is made of and the one that replaces it, or that it replaced. Their layers
 * are read only where there are two builds with layers of their own.
 *
 * @throws TroubleError
 */
export async function containerRebuild(
  questions: Questions,
  container: InspectedContainer,
  context: ProbeContext,
  { socket, registries }: { readonly socket: string; readonly registries: readonly RegistryDeclaration[] },
): Promise<Rebuild> {
  const { signal } = context;
  const running = await engineBuild(questions, socket, container.Image, signal);
  const name = container.Config.Image ?? container.Image;
  const { other, ...looked } = await otherBuild(name, running, { questions, socket, registries, signal });
  const told = { ...looked, running: toldBuild(running) };
  return other === undefined ? told : atOnce(() => compared(told, running, other, context));
}

const toldBuild = ({ id, created, diffIds }: Build) => ({
  ...{ id, layers: diffIds.length },
  ...(created !== undefined && { created }),
});

async function compared(told: Rebuild, running: Build, other: OtherBuild, context: ProbeContext): Promise<Rebuild> {
  const { is, at, name } = other;
  const [earlier, later] = is === "replacement" ? [running, other] : [other, running];
  const differing = later.diffIds.findIndex((it, i) => it !== earlier.diffIds[i]);
  const sharedLayers = differing < 0 ? later.diffIds.length : differing;
  const newLayers = later.diffIds.filter((it) => !earlier.diffIds.includes(it)).length;
  const facts = { ...told, other: { is, at, name, ...toldBuild(other) }, sharedLayers, newLayers };
  // The same layers hold the same packages.
  if (newLayers === 0) return facts;
  const before = await packagesOf(earlier, context);
  const after = await packagesOf(later, context, sharedLayers);
  const changes = packageChanges(before.whole, after.whole, after.first);
  return "reason" in changes
    ? { ...facts, unseen: [...facts.unseen, changes] }
    : { ...facts, packages: changes, unseen: [...facts.unseen, ...before.whole.unseen, ...after.whole.unseen] };
}

/** The packages of a build, and those that its first layers alone hold. */
async function packagesOf(build: Build, context: ProbeContext, layers = 0) {
  await using image = await build.open();
  const first = { ...image, diffIds: image.diffIds.slice(0, layers), layers: image.layers.slice(0, layers) };
  return { whole: await collected(image, context), first: await collected(first, context) };
}

async function collected(image: OpenImage, context: ProbeContext): Promise<FactsOf<"image-packages">> {
  const collector = collectors["image-packages"];
  return (await collect(image, [collector], context)).conclude(collector);
}
