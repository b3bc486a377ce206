import type { FactsOf } from "../probes/fact-kinds.ts";

/** No image is older than the tools that build them; earlier dates were written to be reproducible. */
const earliest = Date.parse("2013-03-20T00:00:00Z");
const hour = 3_600_000;

/**
 * When an image was built, as far as anything proves it: what it says of itself, unless that can't be, or the newest trace
 * that its build left in its files; the later of both.
 */
export function builtAt(
  { created }: Pick<FactsOf<"image-identity">, "created">,
  { builtNotBefore }: Pick<FactsOf<"image-packages">, "builtNotBefore">,
  now: Date,
): Date | undefined {
  const dates = [created, builtNotBefore?.at].flatMap((it) => believable(it, now) ?? []);
  return dates.length === 0 ? undefined : new Date(Math.max(...dates));
}

/** A date in milliseconds that a builder's clock can have shown. */
export function believable(text: string | undefined, now: Date): number | undefined {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) || at < earliest || at > now.getTime() + hour ? undefined : at;
}
