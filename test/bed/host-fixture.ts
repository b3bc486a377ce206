import { readFileSync } from "node:fs";
import { type Collected, collected } from "../../src/probes/host/collected.ts";
import type { Section } from "../../src/transports/sections.ts";

/** A recorded output of the host probe's script, by its file name without `.txt`. */
export function hostFixture(name: string): string {
  return readFileSync(new URL(`../../src/probes/host/fixtures/${name}.txt`, import.meta.url), "utf8");
}

type Part = string | Partial<Section>;

/** What a host told, as sections; those not given were told empty, with exit code 0. */
export function hostSections(parts: Readonly<Record<string, Part>>): Collected {
  const known = new Map<string, Section>();
  const empty: Section = { exitCode: 0, bytes: Buffer.alloc(0), stderr: "", truncated: false };
  for (const [name, part] of Object.entries(parts))
    known.set(name, typeof part === "string" ? { ...empty, bytes: Buffer.from(part) } : { ...empty, ...part });
  const sections = { get: (name: string) => known.get(name) ?? empty } as unknown as ReadonlyMap<string, Section>;
  return collected({ sections, complete: true });
}
