import { z } from "zod";
import { unseenSchema } from "../unseen-schema.ts";

/** When the host was last used, as far as access logs and login records tell; times are RFC 3339, UTC. */
export const hostUseSchema = z.strictObject({
  /** The ends of access logs of nginx, Apache, lighttpd, Caddy and HAProxy, by file and by the site that the lines name. */
  logs: z.array(
    z.strictObject({
      file: z.string(),
      site: z.string().optional(),
      lastRequest: z.string(),
      /** Last request that was answered (2xx, 3xx) and came from no monitor, crawler or scanner that says so. */
      lastUse: z.string().optional(),
      /** Lines of the end of the file that were read as requests. */
      requests: z.int(),
    }),
  ),
  /** Last login of each account, of wtmp. */
  logins: z.array(z.strictObject({ account: z.string(), at: z.string() })),
  unseen: unseenSchema,
});

export const useFacts = { "host-use": hostUseSchema };
