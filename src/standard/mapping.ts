import type { Certainty, Mapping } from "./requirement.ts";

/** A control of NIST SP 800-53, revision 5, such as `CM-7` or `SC-7(5)`. */
export function nist(item: string, certainty: Certainty): Mapping {
  return { standard: "NIST SP 800-53 r5", item, certainty };
}

/** A control of ISO/IEC 27002:2022, such as `8.31`. */
export function iso(item: string, certainty: Certainty): Mapping {
  return { standard: "ISO/IEC 27002:2022", item, certainty };
}

/** A safeguard of the CIS Controls, version 8, such as `4.8`. */
export function cis(item: string, certainty: Certainty): Mapping {
  return { standard: "CIS Controls v8", item, certainty };
}
