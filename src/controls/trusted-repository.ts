import type { ImageReference } from "../probes/image-reference-schema.ts";

/**
 * Whether an image comes from one of the policy's `trustedRepositories`: a whole registry (`registry.example.com`), or a
 * repository with all below it (`docker.io/library`).
 */
export function isTrustedRepository({ registry, repository }: ImageReference, trusted: readonly string[]): boolean {
  const name = `${registry}/${repository}/`;
  return trusted.some((it) => name.startsWith(`${it.replace(/\/+$/, "")}/`));
}

/** `registry/repository:tag@digest` without what is long, for sentences. */
export function imageName({ registry, repository, tag }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? "" : `:${tag}`}`;
}
