import { z } from "zod";
import { troubleSchema } from "../trouble-schema.ts";

export const tlsVersions = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;

/** Whether each protocol version is spoken; SSLv2 and SSLv3 can't be tried with this machine's TLS library. */
export const tlsProtocolsSchema = z.strictObject({
  versions: z.array(
    z.strictObject({
      version: z.enum(tlsVersions),
      /** Absent when that trial had trouble. */
      offered: z.boolean().optional(),
      cipherSuite: z.string().optional(),
      /** Key exchange group of the handshake, such as X25519, or DH with its size. */
      keyExchange: z
        .strictObject({ type: z.string(), name: z.string().optional(), bits: z.int().optional() })
        .optional(),
      trouble: troubleSchema.optional(),
    }),
  ),
  /** Names that were not tried because the library can't speak them. */
  notTried: z.array(z.string()),
});

export const certificateSchema = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  sha256: z.string(),
  /** Fingerprint of the public key (SHA-256 of the SPKI). */
  spkiSha256: z.string(),
  notBefore: z.string(),
  notAfter: z.string(),
  names: z.array(z.string()),
  keyType: z.string(),
  keyBits: z.int().optional(),
  curve: z.string().optional(),
  signatureAlgorithm: z.string(),
  isCa: z.boolean(),
  selfSigned: z.boolean(),
});
export type Certificate = z.output<typeof certificateSchema>;

/** The certificate that the endpoint shows, leaf first, as sent. */
export const tlsCertificateSchema = z.strictObject({
  serverName: z.string(),
  chain: z.array(certificateSchema).min(1),
  /** Whether the names cover the server name (RFC 9525). */
  nameMatches: z.boolean(),
  /** Whether the chain leads to a trusted root: Mozilla's, or the estate's own. */
  trusted: z.boolean(),
  /** The library's code where it is not trusted, such as SELF_SIGNED_CERT_IN_CHAIN. */
  trustError: z.string().optional(),
  /** Which roots were trusted. */
  roots: z.enum(["mozilla", "estate"]),
  ocspStapled: z.boolean(),
});

export const tlsFacts = {
  "tls-protocols": tlsProtocolsSchema,
  "tls-certificate": tlsCertificateSchema,
};
