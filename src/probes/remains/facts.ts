import { z } from "zod";

/** What is still there of a system that is out of use. */
export const systemRemainsSchema = z.strictObject({
  parts: z.array(
    z.strictObject({
      /** The subject's kind and its name in the estate, such as `endpoint:shop`. */
      part: z.string(),
      /** Where it was looked for: `shop.example.com:443`, a socket's path, or a container at an engine. */
      place: z.string(),
      /** Addresses that its name still leads to; absent where it is an address by itself. */
      resolves: z.array(z.string()).optional(),
      /**
       * `answers`: a connection came about, or the container is there; `refused`: the machine is there, but nothing listens;
       * `silent`: no answer in time, be it gone or behind a firewall; `gone`: no such name, socket or container; `unclear`:
       * it could not be told.
       */
      found: z.enum(["answers", "refused", "silent", "gone", "unclear"]),
      detail: z.string().optional(),
    }),
  ),
  /** Parts that were not looked for, since systems in use have them as well. */
  inUseElsewhere: z.array(z.string()),
});

export const remainsFacts = { "system-remains": systemRemainsSchema };
