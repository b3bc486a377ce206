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
  /** For `https` and `tls`: the names in the certificate it shows to a client that asks for `localhost`. */
  certificateNames: z.array(z.string()).optional(),
  /** For `unknown`: what kept us from finding out. */
  trouble: troubleSchema.optional(),
});
export type Service = z.output<typeof serviceSchema>;

/** What every TCP socket that listens on the host speaks, by one polite conversation with each. */
export const hostServicesSchema = z.strictObject({
  services: z.array(serviceSchema),
  /** Every listening TCP and bound UDP socket, also those that nobody talked to. */
  sockets: z.array(socketSchema),
});

export const serviceFacts = { "host-services": hostServicesSchema };
