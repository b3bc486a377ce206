import { z } from "zod";
import { socketSchema } from "../host/facts.ts";
import { troubleSchema } from "../trouble-schema.ts";

/** What a listening socket can be found to speak; `tls` is TLS with something other than HTTP in it. */
export const serviceKinds = [
  "ssh",
  "http",
  "https",
  "tls",
  "smtp",
  "ftp",
  "pop3",
  "imap",
  "postgresql",
  "mariadb",
  "mysql",
  "mongodb",
  "redis",
  "amqp",
  "ldap",
  "memcached",
  "telnet",
  "rsync",
  "unknown",
] as const;
export type ServiceKind = (typeof serviceKinds)[number];

/** What one TCP socket that listens on the host speaks. */
export const serviceSchema = z.strictObject({
  port: z.int(),
  /** The address it is bound to, such as `0.0.0.0`. */
  address: z.string(),
  scope: z.enum(["loopback", "any", "address"]),
  /** Absent when we may not see whose socket it is (it takes root). */
  process: z.string().optional(),
  service: z.enum(serviceKinds),
  /** What it says before anybody asks, at most 300 characters; for MySQL and MariaDB the version in their handshake. */
  greeting: z.string().optional(),
  /** Whether it agrees to go on with TLS where it starts in clear text; absent where it didn't say. */
  startTls: z.boolean().optional(),
  /** Whether it takes passwords in clear text, TLS or not; absent where it didn't say. */
  plainLogin: z.boolean().optional(),
  /** For `http`: its answer to `GET /`, and where a redirect leads: `https`, `http`, or a path of its own. */
  http: z.strictObject({ status: z.int(), redirect: z.enum(["https", "http", "path"]).optional() }).optional(),
  /** For `https` and `tls`: the names in the certificate it shows to a client that asks for `localhost`. */
  certificateNames: z.array(z.string()).optional(),
  /** For `unknown`: what kept us from finding out. */
  trouble: troubleSchema.optional(),
});
export type Service = z.output<typeof serviceSchema>;

/**
 * What TCP sockets that listen on the host speak, by one polite conversation with each: all beyond loopback, and those on
 * loopback where the estate is only being drafted.
 */
export const hostServicesSchema = z.strictObject({
  services: z.array(serviceSchema),
  /** Every listening TCP and bound UDP socket, also those that nobody talked to. */
  sockets: z.array(socketSchema),
});

export const serviceFacts = { "host-services": hostServicesSchema };
