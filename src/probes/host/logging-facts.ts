import { z } from "zod";
import { unseenSchema } from "../unseen-schema.ts";

/** Something that sends records of a host elsewhere, by its configuration. */
const forwardSchema = z.strictObject({
  by: z.enum(["rsyslog", "syslog-ng", "journal-upload", "vector", "filebeat", "fluent-bit", "audisp-remote"]),
  /** Where to, as it is written there: a name or address, with its port where one is named. */
  to: z.string(),
  protocol: z.enum(["udp", "tcp", "relp", "http", "other"]),
  /** Whether what it sends is encrypted; absent when that is not clear. */
  encrypted: z.boolean().optional(),
  /** Whether records of logins (facilities auth and authpriv) are among those; absent when that is not clear. */
  logins: z.boolean().optional(),
  /** Whether it runs now. */
  running: z.boolean(),
  /** `PATH:LINE` among the lines that say something. */
  place: z.string(),
});
export type Forward = z.output<typeof forwardSchema>;

/** What a host logs of logins and privileged commands, and where it sends that, by configuration. */
const hostLoggingSchema = z.strictObject({
  /** The journal of systemd; absent when there is none. */
  journal: z.strictObject({ kept: z.boolean(), sealed: z.boolean(), storage: z.string() }).optional(),
  forwards: z.array(forwardSchema),
  /** The kernel's audit; absent when its programs aren't installed. */
  audit: z
    .strictObject({
      /** 0 off, 1 on, 2 on and locked until the next start; absent when it did not tell. */
      enabled: z.int().optional(),
      /** Whether the rules loaded record every program that root or somebody as root starts. */
      rootCommands: z.boolean().optional(),
    })
    .optional(),
  /** What sudo records of its own use; absent when its settings may not be read. */
  sudo: z
    .strictObject({ installed: z.boolean(), syslog: z.boolean(), subcommands: z.boolean(), sessions: z.boolean() })
    .optional(),
  /** What sshd records: its LogLevel; absent when that is not known. */
  sshdLogLevel: z.string().optional(),
  unseen: unseenSchema,
});

const arrivalSchema = z.strictObject({
  /** Records of the host's own log that were compared. */
  compared: z.int(),
  /** Those of them that are in the archive. */
  arrived: z.int(),
  /** What is missing in the archive: kind of record and time, never its text; at most 20. */
  missing: z.array(z.strictObject({ what: z.string(), at: z.string() })),
  /** Whether those that arrived have the order of the host's own log. */
  inOrder: z.boolean(),
  /** Records in the archive, of the time compared, that the host's own log no longer has. */
  goneHere: z.int(),
});

/** Whether the records of a host are in the archive that the estate names. */
const hostLogArrivalSchema = z.strictObject({
  archive: z.string(),
  /** Seconds that were waited for what had not arrived yet. */
  waitedSeconds: z.number(),
  /** The record of the very login by which Holdfast came. */
  ownLogin: z.enum(["arrived", "missing", "not-recorded", "no-login"]),
  logins: arrivalSchema,
  commands: arrivalSchema,
});

export const loggingFacts = { "host-logging": hostLoggingSchema, "host-log-arrival": hostLogArrivalSchema };
