import { z } from "zod";
import { troubleSchema } from "../trouble-schema.ts";

/** Every version there was, the oldest first. */
export const protocolVersions = ["SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;
export type ProtocolVersion = (typeof protocolVersions)[number];

/** Which versions the endpoint speaks, each tried by a hello of its own. */
export const tlsProtocolsSchema = z.strictObject({
  versions: z.array(
    z.strictObject({
      version: z.enum(protocolVersions),
      /** Absent when that trial had trouble. */
      offered: z.boolean().optional(),
      trouble: troubleSchema.optional(),
    }),
  ),
  /** Whether a client certificate is asked for, and whether nothing works without one (mutual TLS). */
  clientCertificate: z.enum(["none", "requested", "required"]).optional(),
  /** STARTTLS protocol that was spoken first, if any. */
  startTls: z.string().optional(),
  /** TCP connections that the whole TLS prober made to the endpoint. */
  connections: z.int(),
});

/** A cipher suite; SSLv2 kinds have codes above 0xffff (three bytes). */
export const suiteSchema = z.strictObject({
  code: z.int(),
  /** IANA name. */
  name: z.string(),
  keyExchange: z.enum([
    "RSA",
    "DH",
    "DHE",
    "ECDH",
    "ECDHE",
    "PSK",
    "DHE_PSK",
    "ECDHE_PSK",
    "RSA_PSK",
    "SRP",
    "KRB5",
    "GOST",
    "ECCPWD",
    "any",
    "NULL",
  ]),
  authentication: z.enum(["RSA", "DSS", "ECDSA", "anon", "PSK", "SRP", "KRB5", "GOST", "ECCPWD", "any", "NULL"]),
  /** Such as AES_128_GCM, CHACHA20_POLY1305, RC4_128, NULL. */
  cipher: z.string(),
  /** Strength of the cipher in bits: 0 for NULL, 168 for 3DES (by its key). */
  bits: z.int(),
  aead: z.boolean(),
  forwardSecret: z.boolean(),
  exportGrade: z.boolean(),
  /** 64 for DES, 3DES, IDEA, RC2 and GOST; 128 for AES and the like; absent for stream ciphers. */
  blockBits: z.int().optional(),
});
export type Suite = z.output<typeof suiteSchema>;

/** Every suite by version, in the order in which the server chooses where it has one. */
export const tlsSuitesSchema = z.strictObject({
  versions: z.array(
    z.strictObject({
      version: z.enum(protocolVersions),
      suites: z.array(suiteSchema),
      /** Whether the server's order counts; absent with fewer than two suites or when it could not be told. */
      serverOrder: z.boolean().optional(),
      /** Whether every known suite was tried to the end. */
      complete: z.boolean(),
      trouble: troubleSchema.optional(),
    }),
  ),
});

export const groupSchema = z.strictObject({
  code: z.int(),
  name: z.string(),
  kind: z.enum(["ecdh", "ffdhe", "kem", "hybrid"]),
  /** RSA-equivalent strength is for the judge; this is the size: 256 for P-256, 2048 for ffdhe2048. */
  bits: z.int(),
});
/** Key exchange: groups of TLS 1.2 and of 1.3 (found through HelloRetryRequest), Diffie-Hellman parameters, signatures. */
export const tlsKeyExchangeSchema = z.strictObject({
  groups: z.array(z.strictObject({ ...groupSchema.shape, versions: z.array(z.enum(protocolVersions)) })),
  /** Whether the server's order of groups counts; absent when it could not be told. */
  serverOrder: z.boolean().optional(),
  groupsComplete: z.boolean(),
  /** Parameters of DHE suites (not of named groups of TLS 1.3), one for each size seen. */
  dh: z.array(
    z.strictObject({
      bits: z.int(),
      generator: z.string(),
      primeSha256: z.string(),
      /** Name of a well-known prime, such as `Apache 2.2 1024`, `RFC 2409 group 2`; absent when it is not known. */
      knownPrime: z.string().optional(),
      /** Export-grade suite for which it was given. */
      exportGrade: z.boolean(),
    }),
  ),
  /** Whether the same public value came in two handshakes; absent when not tried. */
  dhReused: z.boolean().optional(),
  ecdhReused: z.boolean().optional(),
  signatureAlgorithms: z.array(
    z.strictObject({ code: z.int(), name: z.string(), versions: z.array(z.enum(protocolVersions)) }),
  ),
  trouble: troubleSchema.optional(),
});

/** Whether a thing is there; `trouble` where that could not be told, nothing where it does not apply to these versions. */
const feature = z.strictObject({ present: z.boolean().optional(), trouble: troubleSchema.optional() });
export const tlsFeaturesSchema = z.strictObject({
  /** RFC 5746. */
  secureRenegotiation: feature,
  /** Whether the server lets the client renegotiate, and whether it does so without RFC 5746. */
  clientRenegotiation: feature,
  insecureRenegotiation: feature,
  compression: feature,
  sessionTickets: feature,
  sessionIds: feature,
  /** Resumption really worked, by ticket or by id. */
  resumption: feature,
  /** RFC 7627. */
  extendedMasterSecret: feature,
  /** RFC 7507. */
  fallbackScsv: feature,
  /** TLS 1.3 0-RTT. */
  earlyData: feature,
  encryptThenMac: feature,
  ocspStapling: feature,
  /** Protocols chosen by ALPN, such as h2, http/1.1; absent when it could not be told. */
  alpn: z.array(z.string()).optional(),
  /** Whether a hello without SNI is answered, and with which certificate (SHA-256). */
  withoutServerName: z.strictObject({ answered: z.boolean(), certificateSha256: z.string().optional() }).optional(),
});

export const flawIds = [
  "heartbleed",
  "ccs-injection",
  "ticketbleed",
  "robot",
  "poodle-tls",
  "zombie-poodle",
  "goldendoodle",
  "zero-length-padding",
] as const;
/** Flaws of implementations, each tried by its behaviour and without harm; those of suites and versions are for the judge. */
export const tlsFlawsSchema = z.strictObject({
  flaws: z.array(
    z.strictObject({
      id: z.enum(flawIds),
      /** `not-tried`: the trial is opt-in, or there is nothing to try it on (the detail says which). */
      state: z.enum(["vulnerable", "possible", "safe", "not-tried"]).optional(),
      detail: z.string(),
      trouble: troubleSchema.optional(),
    }),
  ),
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
  /** Public exponent of an RSA key, decimal. */
  exponent: z.string().optional(),
  signatureAlgorithm: z.string(),
  isCa: z.boolean(),
  selfSigned: z.boolean(),
  /** OCSP must-staple (RFC 7633). */
  mustStaple: z.boolean(),
  ocspUrls: z.array(z.string()),
  crlUrls: z.array(z.string()),
});
export type Certificate = z.output<typeof certificateSchema>;

/** Signed certificate timestamp (RFC 6962). */
const sctSchema = z.strictObject({
  logId: z.string(),
  timestamp: z.string(),
  source: z.enum(["certificate", "ocsp", "tls"]),
  /** `unknown-log` where the log's key is not at hand. */
  signature: z.enum(["valid", "invalid", "unknown-log", "not-checked"]),
});

/** One certificate chain that the endpoint shows. */
const chainSchema = z.strictObject({
  /** Key of the leaf: an endpoint may show an RSA and an ECDSA one. */
  kind: z.string(),
  /** Exactly as sent, leaf first. */
  sent: z.array(certificateSchema).min(1),
  /** Whether the names cover the server name (RFC 9525). */
  nameMatches: z.boolean(),
  /** Whether a chain to a trusted root could be built from what was sent. */
  trusted: z.boolean(),
  trustError: z.string().optional(),
  /** `ordered`, `unordered` (works, but not in order), `incomplete` (an intermediate is missing), `superfluous` (unrelated ones). */
  order: z.enum(["ordered", "unordered", "incomplete", "superfluous"]),
  rootSent: z.boolean(),
  scts: z.array(sctSchema),
  stapled: z
    .strictObject({
      status: z.enum(["good", "revoked", "unknown", "invalid"]),
      thisUpdate: z.string().optional(),
      nextUpdate: z.string().optional(),
      signatureValid: z.boolean(),
    })
    .optional(),
  /** What OCSP or a CRL said, where the estate allows asking; otherwise the reason. */
  revocation: z.strictObject({
    state: z.enum(["good", "revoked", "unknown", "not-asked"]),
    by: z.enum(["stapling", "ocsp", "crl", "nothing"]),
    detail: z.string(),
  }),
});
export type TlsChain = z.output<typeof chainSchema>;
export const tlsCertificatesSchema = z.strictObject({
  serverName: z.string(),
  roots: z.enum(["mozilla", "estate"]),
  chains: z.array(chainSchema).min(1),
  /** CAA records of the name (RFC 8659), where the estate allows asking the DNS. */
  caa: z.strictObject({ records: z.array(z.string()), trouble: troubleSchema.optional() }).optional(),
  /** What could not be seen besides: a kind of certificate, or the list of logs. */
  troubles: z.array(z.strictObject({ about: z.string(), trouble: troubleSchema })).optional(),
});

export type TlsCertificates = z.output<typeof tlsCertificatesSchema>;

export const tlsFacts = {
  "tls-protocols": tlsProtocolsSchema,
  "tls-suites": tlsSuitesSchema,
  "tls-key-exchange": tlsKeyExchangeSchema,
  "tls-features": tlsFeaturesSchema,
  "tls-flaws": tlsFlawsSchema,
  "tls-certificates": tlsCertificatesSchema,
};
