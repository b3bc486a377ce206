import { standing } from "./affected.ts";
import type { Component } from "./component.ts";
import type { OsvRecord } from "./record.ts";
import { gravity } from "./severity.ts";

/** One advisory that is about one component in its version. */
export interface Vulnerability {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly component: string;
  readonly version: string;
  readonly fixed?: string;
  readonly severity: "critical" | "high" | "medium" | "low" | "unknown";
  readonly score?: number;
  readonly published?: string;
}

/** What one advisory says of a component: nothing when it isn't about it. */
export function matchRecord(record: OsvRecord, component: Component): Vulnerability | string | undefined {
  const it = standing(record, component);
  if (it.is === "unaffected") return undefined;
  if (it.is === "undecided") return it.because;
  return {
    id: record.id,
    aliases: [...(record.aliases ?? []), ...(record.upstream ?? [])].slice(0, 20),
    ...{ component: component.name, version: component.version },
    ...(it.fixed !== undefined && { fixed: it.fixed }),
    ...gravity(record, it.by),
    ...(record.published !== undefined && { published: record.published }),
  };
}
