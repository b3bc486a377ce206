import { z } from "zod";
import { troubleSchema } from "../trouble-schema.ts";

/** A virtual server that a web server or proxy is configured for. */
export const siteSchema = z.strictObject({
  product: z.enum(["nginx", "apache", "haproxy"]),
  file: z.string(),
  /** Names as configured, wildcards and regular expressions included; empty where none is given. */
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
export type Site = z.output<typeof siteSchema>;

/** A host of an OpenSSH client configuration, as far as it names one place. */
export const sshHostSchema = z.strictObject({
  name: z.string(),
  hostName: z.string().optional(),
  user: z.string().optional(),
  port: z.int().optional(),
});
export type SshHost = z.output<typeof sshHostSchema>;

export const containerSightingSchema = z.strictObject({ id: z.string(), name: z.string(), image: z.string() });

/** A container engine that seems to be there. */
export const engineSightingSchema = z.strictObject({
  /** `unix:///PATH`, or what DOCKER_HOST says. */
  socket: z.string(),
  /** Running containers; absent when it could not be asked. */
  containers: z.array(containerSightingSchema).optional(),
  trouble: troubleSchema.optional(),
});
export type EngineSighting = z.output<typeof engineSightingSchema>;

/** What lies around: files of a folder, configuration of this machine, container engines. Nothing of it was asked over a network. */
export const hostNeighbourhoodSchema = z.strictObject({
  /** The folder that was searched. */
  folder: z.string(),
  /** Paths within that folder. */
  dockerfiles: z.array(z.string().min(1)),
  composeFiles: z.array(z.string().min(1)),
  /** Whether every entry up to the greatest depth was seen. */
  searchedWhole: z.boolean(),
  sites: z.array(siteSchema),
  sshHosts: z.array(sshHostSchema),
  engines: z.array(engineSightingSchema),
  /** What is there and could not be read. */
  troubles: z.array(troubleSchema),
});

export const neighbourhoodFacts = { "host-neighbourhood": hostNeighbourhoodSchema };
