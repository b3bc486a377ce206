import type { ImageDeclaration } from "../../estate/resolved.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { ProbeContext, Told } from "../probe.ts";
import { malware, updates, vulnerabilities } from "./advised.ts";
import type { CollectedKind } from "./collectors.ts";
import type { imageFacts } from "./facts.ts";
import { signatures } from "./signatures.ts";
import type { OpenImage } from "./sources/open-image.ts";

/** An image after its layers were read. */
export interface ReadImage {
  readonly declared: ImageDeclaration;
  /** Its layers can be read again, with `readLayer` and a visitor of one's own. */
  readonly image: OpenImage;
  /** What the step said it rests on. */
  readonly facts: { readonly [K in CollectedKind]?: FactsOf<K> };
  readonly context: ProbeContext;
}

/** Facts that need somebody else's word besides the image: a signer's, a distribution's, a scanner's. */
export interface Beyond<K extends keyof typeof imageFacts = keyof typeof imageFacts> {
  readonly fact: K;
  /** Collected facts that it needs; they are collected for it even if nobody else wants them. */
  readonly restsOn: readonly CollectedKind[];
  /** @throws TroubleError */
  readonly tell: (it: ReadImage) => Promise<Told<K>>;
}

/** Every step beyond the image. */
export const beyond = [signatures, updates, vulnerabilities, malware] as const satisfies readonly Beyond[];
