import type { FactsOf } from "../fact-kinds.ts";
import type { Collector } from "./collectors/collector.ts";
import { configurationCollector } from "./configuration.ts";
import type { imageFacts } from "./facts.ts";

type Collectors = { readonly [K in keyof typeof imageFacts]?: Collector<FactsOf<K>> };
const collector = <F, N>(it: Collector<F, N>) => it as Collector<F>;

/** Every kind of fact that comes from the one pass over an image's layers, with who collects it. */
export const collectors = {
  "image-configuration": collector(configurationCollector),
} as const satisfies Collectors;

export type CollectedKind = keyof typeof collectors;
export const collectedKinds = Object.keys(collectors) as readonly CollectedKind[];
