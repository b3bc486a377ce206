import pLimit from "p-limit";
import type { ImageDeclaration } from "../../estate/resolved.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { FactKind } from "../fact-kinds.ts";
import { distribution } from "../host/os.ts";
import { type ProbeContext, probe, type Told } from "../probe.ts";
import type { Product } from "../product.ts";
import { basesOf } from "./bases.ts";
import { type Beyond, beyond, type ReadImage } from "./beyond.ts";
import type { Collector } from "./collectors/collector.ts";
import { collectedKinds, collectors } from "./collectors.ts";
import { identityOf } from "./identity.ts";
import { collect } from "./layers/collect.ts";
import { openImage } from "./sources/open.ts";

const own = ["image-identity", "image-bases"] as const;
const steps: readonly Beyond[] = beyond;
const yields = [...own, ...collectedKinds, ...steps.map((it) => it.fact)];

/** Images read side by side: each takes a core and its own memory. */
const atOnce = pLimit(2);

export default probe({
  id: "image",
  version: 1,
  subject: "image",
  yields,
  needs: [],
  title: "What is in a container image: its configuration, its layers and where it comes from",
  async observe(subject, context): Promise<readonly Told[]> {
    const wanted = yields.filter((fact) => context.wanted.has(fact));
    try {
      return await atOnce(() => read(subject.declared, wanted, context));
    } catch (error) {
      if (error instanceof TroubleError) return wanted.map((fact) => troubled(fact, error.trouble));
      throw error;
    }
  },
});

const troubled = (fact: FactKind, trouble: Trouble) => ({ fact, provenance: [], trouble }) as Told;

async function read(
  declared: ImageDeclaration,
  wanted: readonly FactKind[],
  context: ProbeContext,
): Promise<readonly Told[]> {
  await using image = await openImage(declared, context.signal);
  const asked = steps.filter((it) => wanted.includes(it.fact));
  const needed = collectedKinds.filter((it) => wanted.includes(it) || asked.some((step) => step.restsOn.includes(it)));
  const collection = await collect(
    image,
    needed.map((it) => collectors[it]),
    context,
  );
  const facts = Object.fromEntries(needed.map((it) => [it, collection.conclude(collectors[it] as Collector<unknown>)]));
  const { provenance } = image;
  const told: Told[] = needed.map((fact) => ({ fact, provenance, facts: facts[fact] }) as Told);
  if (context.wanted.has("image-identity"))
    told.push({ fact: "image-identity", provenance, facts: identityOf(image, collection) });
  if (context.wanted.has("image-bases")) {
    const bases = await basesOf(image, collection, declared, context.signal);
    told.push("kind" in bases ? troubled("image-bases", bases) : { fact: "image-bases", provenance, facts: bases });
  }
  const beyondTold = await Promise.all(asked.map((it) => beyondIt(it, { declared, image, facts, context })));
  return [...told, ...beyondTold].map((it) => ({ ...it, products: productsOf(facts) }));
}

/** An image is built by `docker` or its like, on a distribution where its packages tell one. */
function productsOf({ "image-packages": packages }: ReadImage["facts"]): readonly Product[] {
  return packages?.os === undefined ? ["docker"] : ["docker", ...distribution({ ID: packages.os.id })];
}

async function beyondIt({ fact, tell }: Beyond, it: ReadImage): Promise<Told> {
  try {
    return await tell(it);
  } catch (error) {
    if (error instanceof TroubleError) return troubled(fact, error.trouble);
    throw error;
  }
}
