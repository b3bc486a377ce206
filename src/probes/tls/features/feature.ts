import type { z } from "zod";
import type { Trouble } from "../../../transports/trouble.ts";
import type { tlsFeaturesSchema } from "../facts.ts";

export type Features = z.output<typeof tlsFeaturesSchema>;
export type Feature = Features["compression"];

/** The feature has no meaning in the versions that are offered. */
export const notApplicable: Feature = {};

export function seen(present: boolean): Feature {
  return { present };
}

export function unseen(trouble: Trouble): Feature {
  return { trouble };
}
