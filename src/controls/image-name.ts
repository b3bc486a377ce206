import type { ImageReference } from "../probes/image-reference-schema.ts";

/** `registry/repository:tag` for sentences, without the digest, which nobody reads. */
export function imageName({ registry, repository, tag }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? "" : `:${tag}`}`;
}
