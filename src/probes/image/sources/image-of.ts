import { createHash } from "node:crypto";
import { z } from "zod";
import type { Provenance } from "../../observation.ts";
import type { LayerBlob } from "../layers/layer-blob.ts";
import { digestOf } from "./digest.ts";
import { readImageConfiguration } from "./image-configuration.ts";
import type { OpenImage } from "./open-image.ts";
import { garbled } from "./source-trouble.ts";

/** What a source knows of an image besides its configuration. */
export type Known = Omit<
  OpenImage,
  "configDigest" | "configuration" | "diffIds" | "layers" | "unseen" | "provenance" | typeof Symbol.asyncDispose
> & {
  /** Request by which its configuration was read. */
  readonly request: string;
  readonly close: () => PromiseLike<void>;
};

/**
 * The image that a configuration and layers make up.
 *
 * @throws TroubleError where they make none, such as another number of layers than the configuration names
 */
export function imageOf(config: Buffer, layers: readonly LayerBlob[], { request, close, ...known }: Known): OpenImage {
  const read = configurationOf(config);
  if (read.diffIds.length !== layers.length)
    throw garbled(`the image has ${layers.length} layers and its configuration names ${read.diffIds.length}`);
  const provenance: Provenance = {
    ...{ request, status: null, bytes: config.length },
    sha256: createHash("sha256").update(config).digest("hex"),
  };
  return {
    ...known,
    configDigest: digestOf(config),
    ...read,
    ...{ layers, unseen: [], provenance: [provenance] },
    [Symbol.asyncDispose]: close,
  };
}

function configurationOf(config: Buffer) {
  try {
    return readImageConfiguration(config.toString("utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    // Nothing of it is shown: variables may hold secrets.
    throw garbled("the image's configuration makes no sense");
  }
}
