import type { ImageReference } from "./image-reference-schema.ts";

/**
 * Whether two references name one image: the same repository, and the same digest where both give one, else the same tag.
 * A digest on one side only says nothing of the other, unless the tag is the same.
 */
export function isSameImage(a: ImageReference, b: ImageReference): boolean {
  if (a.registry !== b.registry || a.repository !== b.repository) return false;
  if (a.digest !== undefined && b.digest !== undefined) return a.digest === b.digest;
  if (a.digest === undefined && b.digest === undefined) return (a.tag ?? "latest") === (b.tag ?? "latest");
  return a.tag !== undefined && a.tag === b.tag;
}
