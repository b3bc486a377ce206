import { z } from "zod";
import { troubleSchema } from "../trouble-schema.ts";

/** What one harmless request told of something that the configuration says. */
export const confirmationSchema = z.union([
  z.strictObject({ outcome: z.enum(["confirmed", "unconfirmed"]), request: z.string(), status: z.int() }),
  z.strictObject({ trouble: troubleSchema }),
]);

/** Something that a configuration switches on, and that may be more than is needed. */
export const webFindingSchema = z.strictObject({
  kind: z.enum(["handler", "alias-traversal", "listing", "status-page"]),
  /** The first name of the virtual server, or its address. */
  site: z.string(),
  /** Path, pattern or file name extensions that it is mapped to, as configured. */
  location: z.string(),
  /** Such as `fastcgi`, `php`, `cgi`, `ssi`, `stub_status`, `server-info`, `autoindex`, or the folder of an alias. */
  handler: z.string(),
  /** For a handler: the file name extensions that it gets, such as `.php`; empty where it gets whole paths. */
  extensions: z.array(z.string()),
  /** Who alone may ask for it, as configured: networks, `users`, `loopback`; empty where everybody may. */
  restrictedTo: z.array(z.string()),
  confirmation: confirmationSchema,
});
export type WebFinding = z.output<typeof webFindingSchema>;

export const webSiteSchema = z.strictObject({
  names: z.array(z.string()),
  listens: z.array(
    z.strictObject({
      /** Absent where it means every address. */
      address: z.string().optional(),
      port: z.int().min(1).max(65535),
      tls: z.boolean(),
    }),
  ),
});
export type WebSite = z.output<typeof webSiteSchema>;

export const webServerSchema = z.strictObject({
  product: z.enum(["nginx", "apache", "haproxy"]),
  processId: z.int(),
  sites: z.array(webSiteSchema),
  /** Modules that are loaded besides those built in (nginx), or all (Apache httpd), such as `cgid_module`. */
  modules: z.array(z.string()),
  findings: z.array(webFindingSchema),
});

/** The web servers that run on a host, and what their configuration maps. */
export const hostWebServersSchema = z.strictObject({
  servers: z.array(webServerSchema),
  /** Why the configuration of a running server, or a part of it, could not be seen. */
  troubles: z.array(troubleSchema),
});

export const webConfigurationFacts = { "host-web-servers": hostWebServersSchema };
