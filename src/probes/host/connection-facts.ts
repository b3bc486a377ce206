import { z } from "zod";

/** TCP connections that processes of a host have begun and that stand now. */
export const hostConnectionsSchema = z.strictObject({
  connections: z.array(
    z.strictObject({
      localAddress: z.string(),
      localPort: z.int(),
      remoteAddress: z.string(),
      remotePort: z.int(),
      /** Name, or number of one without a name. */
      user: z.string(),
      /** Absent when we may not see whose it is (it takes root). */
      process: z.string().optional(),
      /** Its systemd unit. */
      unit: z.string().optional(),
    }),
  ),
  /** Whether these are all. */
  whole: z.boolean(),
});
