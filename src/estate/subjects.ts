import { flawOfBareTls, isBareTls, normalBareTls } from "./endpoint-url.ts";
import { resolvedContainer, resolvedDockerfile, resolvedHost, resolvedImage, resolvedSystem } from "./resolved.ts";
import type { Estate } from "./schema.ts";
import type { Subject, SubjectId, SubjectKind } from "./subject.ts";

/** The part of an endpoint's id after `endpoint:`: lower-case host, no default port, no fragment. */
export function normalisedUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  if (isBareTls(url)) return flawOfBareTls(url) === undefined ? normalBareTls(url) : url;
  const parsed = new URL(url);
  parsed.hash = "";
  return parsed.href;
}

type ListKey = "endpoints" | "hosts" | "images" | "dockerfiles" | "composeFiles" | "containers" | "databases";

// What follows the colon of an id: what a thing is called in the world where that is unique, else its name in the file.
const listed: readonly { key: ListKey; kind: SubjectKind; id: (name: string, declared: never) => string }[] = [
  { key: "endpoints", kind: "endpoint", id: (_, declared: { url: string }) => normalisedUrl(declared.url) },
  { key: "hosts", kind: "host", id: (name) => name },
  { key: "images", kind: "image", id: (_, declared: { reference: string }) => declared.reference },
  { key: "dockerfiles", kind: "dockerfile", id: (_, declared: { path: string }) => declared.path },
  { key: "composeFiles", kind: "compose-file", id: (_, declared: { path: string }) => declared.path },
  { key: "containers", kind: "container", id: (name) => name },
  { key: "databases", kind: "database", id: (name) => name },
];

// What the estate says of a thing elsewhere is brought to it, so that a probe needs nothing but its subject.
const resolved: Readonly<Partial<Record<ListKey, (estate: Estate, declared: never) => unknown>>> = {
  hosts: resolvedHost,
  images: resolvedImage,
  dockerfiles: resolvedDockerfile,
  containers: resolvedContainer,
};

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Everything in an estate that can be judged. The order depends on nothing but the kinds and names: the estate, then
 * environments, systems, what systems list, and people, each by name.
 */
export function subjectsOf(estate: Estate): readonly Subject[] {
  const all = Object.keys(estate.systems).sort(byCode);
  const using = (uses: (system: string) => boolean): readonly string[] => all.filter(uses);
  const subject = (
    kind: SubjectKind,
    id: string,
    name: string,
    systems: readonly string[],
    declared: unknown,
  ): Subject => ({
    id: `${kind}:${id}` satisfies SubjectId,
    kind,
    name,
    systems,
    declared,
  });
  const sorted = <T>(things: Readonly<Record<string, T>>): [string, T][] =>
    Object.entries(things).sort(([a], [b]) => byCode(a, b));

  return [
    subject("estate", estate.estate, estate.estate, all, estate),
    ...sorted(estate.environments).map(([name, declared]) =>
      subject(
        "environment",
        name,
        name,
        using((system) => estate.systems[system]?.environment === name),
        declared,
      ),
    ),
    ...sorted(estate.systems).map(([name, declared]) =>
      subject("system", name, name, [name], resolvedSystem(estate, name, declared)),
    ),
    ...listed.flatMap(({ key, kind, id }) =>
      sorted<unknown>(estate[key]).map(([name, declared]) =>
        subject(
          kind,
          id(name, declared as never),
          name,
          using((system) => estate.systems[system]?.[key].includes(name) === true),
          resolved[key]?.(estate, declared as never) ?? declared,
        ),
      ),
    ),
    ...sorted(estate.people).map(([name, declared]) => subject("person", name, name, all, declared)),
  ];
}
