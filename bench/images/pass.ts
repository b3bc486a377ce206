import { setFlagsFromString } from "node:v8";
import { defaultBudget } from "../../src/assessment/observe.ts";
import { resolvedImage } from "../../src/estate/resolved.ts";
import { estateSchema } from "../../src/estate/schema.ts";
import type { FactKind, FactsOf } from "../../src/probes/fact-kinds.ts";
import { collectedKinds } from "../../src/probes/image/collectors.ts";
import probe from "../../src/probes/image/probe.ts";
import type { Told } from "../../src/probes/probe.ts";
import { localTransport } from "../../src/transports/local.ts";
import { probeContext } from "../../test/bed/observe.ts";

/** What one pass took, and what it found. */
export interface Passed {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly reported: string;
}

// As the command line's program does before anything else.
setFlagsFromString("--semi-space-growth-factor=1");

/** Everything that the one pass over an image's layers gives; nobody else is asked for anything. */
const wanted = new Set<FactKind>(["image-identity", ...collectedKinds]);
const [path = ""] = process.argv.slice(2);
const reference = `docker-archive:${path}`;
const estate = estateSchema.parse({ estate: "bench", images: { it: { reference } } });
const declared = resolvedImage(estate, estate.images["it"] ?? { reference });

/** Reads the image once with the probe, with the budget that everybody has. */
async function pass(): Promise<Passed> {
  const used = process.cpuUsage();
  const begun = performance.now();
  const told = await probe.observe(
    { kind: "image", id: "image:it", name: "it", systems: [], declared },
    { ...probeContext(), transport: localTransport(), budget: defaultBudget, wanted },
  );
  const wallMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(used);
  return { wallMs, cpuMs: (user + system) / 1000, reported: reported(told) };
}

function factsOf<K extends FactKind>(told: readonly Told[], kind: K): FactsOf<K> {
  const it = told.find(({ fact }) => fact === kind);
  if (it && "facts" in it) return it.facts as FactsOf<K>;
  throw new Error(`no ${kind}: ${it && "trouble" in it ? it.trouble.message : "not told"}`);
}

function reported(told: readonly Told[]): string {
  const { layers, unseen } = factsOf(told, "image-identity");
  if (unseen.length > 0 || !layers.every((it) => it.verified)) throw new Error("the image was not seen whole");
  const { packages } = factsOf(told, "image-packages");
  const { components } = factsOf(told, "image-components");
  const { found } = factsOf(told, "image-secrets");
  const { setId } = factsOf(told, "image-files");
  return `${packages.length} packages, ${components.length} components, ${found.length} secrets, ${setId.length} setid`;
}

// The first one warms up.
await pass();
process.stdout.write(JSON.stringify(await pass()));
