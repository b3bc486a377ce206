import { z } from "zod";
import { unseenSchema } from "../unseen-schema.ts";

/** Who is logged in now: by utmp, systemd-logind, sshd's processes, and the processes that an account left running. */
export const hostSessionsSchema = z.strictObject({
  sessions: z.array(
    z.strictObject({
      account: z.string(),
      /** Address or name of the client; absent where nothing tells it. */
      from: z.string().optional(),
      /** RFC 3339, UTC. */
      since: z.string().optional(),
      /** `terminal pts/0`, `SSH without a terminal`, `session 3 of cron`, or `process tmux` of an account without a login. */
      what: z.string(),
    }),
  ),
  unseen: unseenSchema,
});

/** IP addresses of the host itself, loopback left out. */
export const hostAddressesSchema = z.strictObject({ addresses: z.array(z.string()) });

export const sessionsFacts = { "host-sessions": hostSessionsSchema, "host-addresses": hostAddressesSchema };
