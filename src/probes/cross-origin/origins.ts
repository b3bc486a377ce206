import type { z } from "zod";
import type { crossOriginTrialSchema } from "./facts.ts";

type Kind = z.output<typeof crossOriginTrialSchema>["kind"];

/**
 * Origins that an endpoint has no reason to trust. Names under `.example` belong to nobody (RFC 2606); a name that ends
 * with the endpoint's gets through where only the end is compared, one that starts with it where only the start is.
 */
export function foreignOrigins(url: string, random: string): readonly (readonly [Kind, string])[] {
  const { protocol, hostname, host } = new URL(url);
  const named = !/^[\d.]+$|^\[/.test(hostname);
  return [
    ["stranger", `https://${random}.example`],
    ["null", "null"],
    ...(named
      ? ([
          ["prefixed", `https://${random}${hostname}`],
          ["suffixed", `https://${hostname}.${random}.example`],
        ] as const)
      : []),
    ...(protocol === "https:" ? ([["plain", `http://${host}`]] as const) : []),
  ];
}
