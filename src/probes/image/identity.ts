import type { FactsOf } from "../fact-kinds.ts";
import type { Collection } from "./layers/collect.ts";
import { redactedText } from "./redacted.ts";
import type { OpenImage } from "./sources/open-image.ts";

/** Which image it is, and whether its layers are those that it names. */
export function identityOf(image: OpenImage, { layers, unseen }: Collection): FactsOf<"image-identity"> {
  const { configuration: it, diffIds } = image;
  return {
    source: image.source,
    ...(image.digest !== undefined && { digest: image.digest }),
    configDigest: image.configDigest,
    tags: [...image.tags],
    repoDigests: [...image.repoDigests],
    os: it.os,
    architecture: it.architecture,
    ...moment(it.created),
    layers: layers.map(({ diffId, compression, bytes, entries }, i) => ({
      ...{ diffId: diffIds[i] ?? "", verified: diffId === diffIds[i], compression, bytes, entries },
    })),
    history: it.history.map(({ created, createdBy, emptyLayer }) => ({
      ...moment(created),
      ...{ createdBy: redactedText(createdBy), emptyLayer },
    })),
    unseen: [...unseen],
  };
}

function moment(created: string | undefined): { readonly created?: string } {
  return created !== undefined && /^\d{4}-\d{2}-\d{2}T/.test(created) && !Number.isNaN(Date.parse(created))
    ? { created }
    : {};
}
