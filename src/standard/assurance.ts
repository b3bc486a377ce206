/** How much the business depends on an application, the least first. */
export const criticalities = ["low", "medium", "high", "very-high"] as const;
export type Criticality = (typeof criticalities)[number];

/** `external` is reachable from the Internet or another untrusted network. */
export const exposures = ["internal", "external"] as const;
export type Exposure = (typeof exposures)[number];

/** The lowest first. */
export const assuranceClasses = ["standard", "high", "very-high"] as const;
export type AssuranceClass = (typeof assuranceClasses)[number];

/** The standard's own table. */
const table: Readonly<Record<Criticality, Readonly<Record<Exposure, AssuranceClass>>>> = {
  low: { internal: "standard", external: "standard" },
  medium: { internal: "standard", external: "standard" },
  high: { internal: "standard", external: "high" },
  "very-high": { internal: "high", external: "very-high" },
};

/**
 * The assurance class of an application; `undefined` while either is undeclared, even where every value would give the
 * same class, so that nobody is let off by leaving something out.
 */
export function assuranceClass(
  criticality: Criticality | undefined,
  exposure: Exposure | undefined,
): AssuranceClass | undefined {
  if (criticality === undefined || exposure === undefined) return undefined;
  return table[criticality][exposure];
}
