import type { Equipment } from "../assessment/assess.ts";
import { controls } from "../controls/registry.ts";
import { probes } from "../probes/registry.ts";

/** All the controls and probes that this version has. */
export const equipment: Equipment = { controls, probes };
