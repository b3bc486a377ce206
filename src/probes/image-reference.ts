import type { ImageReference } from "./image-reference-schema.ts";

const digest = /^sha256:[0-9a-f]{64}$/;
const tag = /^\w[\w.-]{0,127}$/;
const component = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
const host = /^(?:localhost|\[[0-9a-fA-F:]+\]|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)(?::\d{1,5})?$/;

/**
 * An image reference taken apart by the rules of registries (distribution's reference grammar), with Docker's defaults:
 * `debian` is `docker.io/library/debian`. A missing tag stays missing, for `latest` is a choice nobody wrote.
 *
 * @returns nothing for what is no reference
 */
export function parseImageReference(written: string): ImageReference | undefined {
  if (written.length > 512) return undefined;
  const [name = "", digestPart, ...more] = written.split("@");
  if (more.length > 0 || (digestPart !== undefined && !digest.test(digestPart))) return undefined;
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  const rest = isHost ? name.slice(slash + 1) : name;
  const colon = rest.lastIndexOf(":");
  const [path, tagPart] = colon < 0 ? [rest, undefined] : [rest.slice(0, colon), rest.slice(colon + 1)];
  if (tagPart !== undefined && !tag.test(tagPart)) return undefined;
  if (isHost && !host.test(first)) return undefined;
  if (path === "" || !path.split("/").every((it) => component.test(it))) return undefined;
  const registry = !isHost || first === "index.docker.io" ? "docker.io" : first;
  const repository = registry === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  return {
    written,
    registry,
    repository,
    ...(tagPart !== undefined && { tag: tagPart }),
    ...(digestPart !== undefined && { digest: digestPart }),
  };
}
