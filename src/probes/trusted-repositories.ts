import type { ImageReference } from "./image-reference-schema.ts";

/** Whether a repository is one of those named, or lies below one: `registry.example.com/base` trusts `…/base/debian`. */
export function isTrustedRepository(
  { registry, repository }: Pick<ImageReference, "registry" | "repository">,
  trusted: readonly string[],
): boolean {
  const name = `${registry}/${repository}`;
  return trusted.some((it) => {
    const known = it.replace(/\/+$/, "");
    return name === known || name.startsWith(`${known}/`);
  });
}
