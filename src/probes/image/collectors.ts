import type { FactsOf } from "../fact-kinds.ts";
import { accounts } from "./collectors/accounts.ts";
import type { Collector } from "./collectors/collector.ts";
import { components } from "./collectors/components.ts";
import { files } from "./collectors/files.ts";
import { packages } from "./collectors/packages.ts";
import { remoteShells } from "./collectors/remote-shells.ts";
import { secrets } from "./collectors/secrets.ts";
import { configurationCollector } from "./configuration.ts";
import type { imageFacts } from "./facts.ts";

type Collectors = { readonly [K in keyof typeof imageFacts]?: Collector<FactsOf<K>> };
const collector = <F, N>(it: Collector<F, N>) => it as Collector<F>;

/** Every kind of fact that comes from the one pass over an image's layers, with who collects it. */
export const collectors = {
  "image-configuration": collector(configurationCollector),
  "image-files": collector(files),
  "image-accounts": collector(accounts),
  "image-remote-shells": collector(remoteShells),
  "image-packages": collector(packages),
  "image-components": collector(components),
  "image-secrets": collector(secrets),
} as const satisfies Collectors;

export type CollectedKind = keyof typeof collectors;
export const collectedKinds = Object.keys(collectors) as readonly CollectedKind[];
