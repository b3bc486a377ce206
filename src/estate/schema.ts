import { z } from "zod";
import { endpointScheme, flawOfBareTls, isBareTls } from "./endpoint-url.ts";
import { subjectKinds } from "./subject.ts";

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "a name: letters, digits, dot, dash, underscore; at most 63");
const names = z.array(name).default([]);

/** Whether a text can be the name of something in an estate. */
export function isName(text: string): boolean {
  return name.safeParse(text).success;
}

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a day, such as 2027-01-31");
const cidr = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]);
const requirementId = z.string().regex(/^[A-Z]{3}-\d{1,2}$/, "a requirement, such as HAR-10");

/** A secret is never written down in the estate file: `env:NAME`, `file:PATH` or `exec:COMMAND` says where it is. */
export const secretReference = z
  .string()
  .regex(
    /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+|exec:.+)$/,
    "a secret only by reference: env:NAME, file:PATH or exec:COMMAND",
  )
  .describe("Where a secret is: env:NAME, file:PATH (mode 0600 or stricter) or exec:COMMAND. Never the secret itself.");

export const environmentSchema = z
  .strictObject({
    kind: z.enum(["production", "staging", "test", "development"]).describe("What the environment is for."),
    networks: z.array(cidr).default([]).describe("Its address ranges, in CIDR notation."),
    realm: z.url().optional().describe("Issuer URL of its identity provider's realm."),
    cloudAccount: z.string().optional().describe("Account, subscription or project of the cloud provider."),
  })
  .describe("An environment: production, or one of those that must be kept apart from it.");

/** Who may reach a listener: `local` (this host only), `anyone`, address ranges, or `undecided` (nobody said yet). */
const clients = z
  .union([z.enum(["local", "anyone", "undecided"]), z.array(cidr).min(1)])
  .default("undecided")
  .describe("Who needs it: local (this host only), anyone, a list of address ranges, or undecided.");

export const listenerSchema = z
  .strictObject({
    port: z.int().min(1).max(65535).describe("Port number."),
    protocol: z.enum(["tcp", "udp"]).default("tcp").describe("Transport protocol."),
    process: z.string().optional().describe("Name of the process that is expected to listen."),
    purpose: z.string().optional().describe("What it is needed for; a listener without a purpose counts as undecided."),
    clients,
    admin: z.boolean().default(false).describe("Whether it is for administrators (ADM-3 then applies)."),
  })
  .describe("A port that the host needs to listen on.");

// What becomes an argument or an option of ssh must not look like another one, nor be expanded by it.
const sshAddress = z
  .string()
  .regex(/^(?!-)[A-Za-z0-9._:%-]{1,253}$/, "a host name or an IP address, without brackets, port or leading dash");
const sshUser = z
  .string()
  .regex(/^(?![-.])[A-Za-z0-9._@+-]{1,128}$/, "a login name: letters, digits, . _ @ + -, no leading dash");
const sshFile = z
  .string()
  .regex(/^(?:~\/|\/|[\w.])(?:(?!\$\{)[^"\p{Cc}])*$/v, "the path of a file, without quotes, control characters and ${");

export const hostSchema = z
  .strictObject({
    transport: z
      .enum(["local", "ssh", "container"])
      .default("local")
      .describe("How Holdfast looks into it: local is this machine, container the inside of a container."),
    container: name
      .optional()
      .describe("The container (of this file) that it is, with its engine, for the transport container."),
    address: sshAddress.optional().describe("Host name or address, for the transport ssh."),
    user: sshUser
      .optional()
      .describe("Login name, for the transport ssh; the account in the container, for the transport container."),
    port: z.int().min(1).max(65535).optional().describe("Port of its sshd, for the transport ssh; 22 if absent."),
    identity: sshFile
      .optional()
      .describe(
        "Private key to log in with (its certificate beside it counts); without it, ssh's own and the agent's.",
      ),
    knownHosts: sshFile
      .optional()
      .describe(
        "known_hosts file that its host key must be in; without it, the user's own. No unknown key is accepted.",
      ),
    jump: name.optional().describe("The host (of this file) with the transport ssh through which it is reached."),
    configuration: sshFile
      .optional()
      .describe("ssh_config file that counts besides; without it, none is read, not even the user's own."),
    sudo: z
      .boolean()
      .default(false)
      .describe("Whether the login may use sudo without a password; `holdfast host-script` says what to grant."),
    canary: z
      .strictObject({
        user: sshUser.describe(
          "Login name of an account without any rights, which the host treats as its administrators.",
        ),
        identity: sshFile.describe("Its private key: with this key alone the host must not let anybody in."),
      })
      .optional()
      .describe("A login that may be tried, with its key and nothing else, to see whether the host asks for more."),
    listeners: z.array(listenerSchema).default([]).describe("Every port the host needs to listen on."),
    units: z.array(z.string()).default([]).describe("systemd units that are needed, such as nginx.service."),
    unitsDecided: z.boolean().default(false).describe("True when the list of needed units is complete."),
    passwordHashes: z
      .boolean()
      .default(false)
      .describe(
        "Whether hashes of /etc/shadow may be read into memory, to see whether a secret that lies in clear text is somebody's password; without, they never leave the host.",
      ),
    secretFolders: z
      .array(z.string())
      .default([])
      .describe("Folders searched for files with secrets, besides the usual ones."),
    scanFolders: z
      .array(z.string().startsWith("/"))
      .default([])
      .describe("Folders whose files the malware scanner gets: / for all of the host."),
    logArchive: z
      .strictObject({
        host: name.optional().describe("The host (of this file) that has it; this machine if absent."),
        file: z
          .string()
          .regex(/^\/[^\p{Cc}]*$/v, "an absolute path")
          .describe("File in which its records arrive."),
      })
      .optional()
      .describe("Where its records of logins and privileged commands arrive, away from it."),
    admins: names.describe("People (of this file) who administer it."),
    adminRoles: z
      .array(z.string())
      .default([])
      .describe("Roles whose people may administer it; whoever has none of them any more has changed role."),
  })
  .describe("A host: a machine with an operating system.");

const endpointUrl = z.url({ protocol: endpointScheme }).superRefine((url, context) => {
  const flaw = isBareTls(url) ? flawOfBareTls(url) : undefined;
  if (flaw !== undefined) context.addIssue({ code: "custom", message: flaw });
});

/** Protocols that start in clear text and can be asked to go on with TLS. */
export const startTlsProtocols = ["smtp", "imap", "pop3", "ftp", "ldap", "postgresql", "mysql"] as const;

export const endpointSchema = z
  .strictObject({
    url: endpointUrl.describe(
      "Address of the endpoint, with its port if unusual: https://, http://, or for TLS without HTTP tls:// with a port, smtps://, imaps://, pop3s://, ldaps:// or ftps://.",
    ),
    connect: z
      .string()
      .optional()
      .describe("Address to connect to instead of the name's own (the name is still sent)."),
    plain: z
      .union([z.literal("none"), z.url({ protocol: /^http$/ })])
      .optional()
      .describe("Its plain-HTTP twin that redirects to it, or none when no such listener may exist."),
    exposure: z.enum(["internal", "external"]).optional().describe("Overrides the system's exposure."),
    confidential: z
      .boolean()
      .default(true)
      .describe("Whether its answers are confidential (Cache-Control then applies)."),
    methods: z
      .array(z.string())
      .default(["GET", "HEAD", "OPTIONS", "POST"])
      .describe("HTTP methods the application needs."),
    technology: z.array(z.string()).default([]).describe("What it is built with: java, php, node, dotnet, python, …"),
    paths: z.array(z.string().startsWith("/")).default([]).describe("Further paths to look at, such as /api/health."),
    downloads: z
      .array(z.string().startsWith("/", "a path of this endpoint, such as /files/1"))
      .max(20)
      .default([])
      .describe("Paths that give out files which users brought or which are offered for download, such as /files/1."),
    trust: z.string().optional().describe("PEM file with the estate's own certification authorities."),
    outside: z
      .boolean()
      .default(false)
      .describe("Whether Holdfast may ask the OCSP and CRL servers that its certificate names, and the DNS for CAA."),
    ctLogs: z
      .string()
      .optional()
      .describe("JSON file with certificate transparency logs (log list, version 3), to verify timestamps with."),
    startTls: z
      .enum(startTlsProtocols)
      .optional()
      .describe(
        "Protocol that is spoken in clear first and then asked to go on with TLS (STARTTLS); give a tls:// URL with it.",
      ),
    paddingOracles: z
      .boolean()
      .default(false)
      .describe(
        "Whether CBC padding oracles may be tried on it: hundreds of broken records, which look like an attack.",
      ),
    admin: z.boolean().default(false).describe("Whether it is an administrative interface."),
    origin: z
      .string()
      .regex(/^(?:\[[0-9A-Fa-f:.]+\]|[^\s:/[\]]+):\d{1,5}$/, "an address with a port, such as app.example.com:8080")
      .optional()
      .describe(
        "Address (host:port) of the application itself, behind its reverse proxy, which nobody else may reach.",
      ),
    seenFromOutside: z
      .boolean()
      .default(false)
      .describe("Whether Holdfast runs outside, in no network that may reach the origin; only then ISO-5 can be told."),
    firewall: z
      .boolean()
      .default(false)
      .describe("Whether a web application firewall is in front of it that may be tried with harmless canaries."),
  })
  .describe("An endpoint: a URL that people or programs use. Where no HTTP is spoken, only TLS is looked at.");

const socketAddress = z
  .string()
  .regex(/^(unix:\/\/\/[^\0]+|tcp:\/\/[^/\s]+:\d{1,5})$/, "unix:///PATH or tcp://HOST:PORT");
const path = z.string().min(1);

const reference = z
  .string()
  .min(1)
  .describe(
    "Where the image is: registry.example.com/shop:1.4 or …@sha256:… in a registry, docker-archive:FILE, oci-archive:FILE, oci:FOLDER, or a name at the engine.",
  );
export const imageSchema = z
  .strictObject({
    reference,
    engine: name.optional().describe("The engine (of this file) it is taken from; without one, its registry."),
    repository: z
      .string()
      .optional()
      .describe("Repository it belongs to, for an image that is given as a file: registry.example.com/shop."),
  })
  .describe("A container image.");
export const baseImageSchema = z
  .strictObject({
    reference,
    engine: name.optional().describe("The engine (of this file) it is taken from; without one, its registry."),
    user: z.string().optional().describe("User it sets, where Holdfast can't read the image itself."),
    approvedBy: name.optional().describe("The person (of this file) who approved it."),
    approvedOn: day.optional().describe("The day it was approved."),
  })
  .describe("A base image that was selected; images may be built on no other.");
export const registrySchema = z
  .strictObject({
    host: z.string().describe("Its name, with the port if unusual: registry.example.com:5000."),
    user: z.string().optional().describe("Account that Holdfast pulls with; it needs no right to push."),
    password: secretReference.optional().describe("Where its password or token is; never the password itself."),
    plainHttp: z.boolean().default(false).describe("Whether it speaks HTTP without TLS; only for loopback."),
    trust: path.optional().describe("PEM file with the certification authorities that it is signed by."),
  })
  .describe("A registry that images are read from.");
export const dockerfileSchema = z
  .strictObject({
    path: path.describe("Path of the Dockerfile."),
    arguments: z
      .record(z.string(), z.string())
      .default({})
      .describe("Build arguments that it is built with (no secrets)."),
    target: z.string().optional().describe("Stage that is built; the last one if absent."),
    contexts: z
      .record(z.string(), z.string())
      .default({})
      .describe("Named build contexts, such as base: docker-image://…"),
  })
  .describe("A Dockerfile.");
export const composeFileSchema = z
  .strictObject({
    path: path.describe("Path of the compose file or Kubernetes manifest."),
    overrides: z.array(path).default([]).describe("Further files that are merged into it, in their order."),
    environmentFile: path.optional().describe("File with the variables it interpolates; .env beside it if absent."),
    profiles: z.array(z.string()).default([]).describe("Profiles that are started; services of others are told apart."),
  })
  .describe("A compose file or Kubernetes manifest.");
const because = z.string().min(10);
export const containerSchema = z
  .strictObject({
    name: z.string().describe("Name or id of the container."),
    engine: name.optional().describe("The engine (of this file) it runs on."),
    maxLifetimeDays: z.int().positive().optional().describe("Days until it must be rebuilt and replaced."),
    listeners: z.array(listenerSchema).default([]).describe("Every port it needs to listen on."),
    needs: z
      .strictObject({
        root: because.optional().describe("Why it needs to run as root."),
        writableRoot: because.optional().describe("Why it needs to write to its root file system."),
        capabilities: z
          .record(z.string(), because)
          .default({})
          .describe("Capabilities it needs, each with the reason."),
        host: z
          .partialRecord(z.enum(["network", "pid", "ipc", "uts", "engine-socket", "devices", "folders"]), because)
          .default({})
          .describe("What of the host it needs, each with the reason."),
      })
      .prefault({})
      .describe("Privileges it needs, each with the reason, which is printed in every report."),
  })
  .describe("A running container.");
export const engineSchema = z
  .strictObject({ socket: socketAddress.describe("unix:///PATH or tcp://HOST:PORT of a Docker or Podman engine.") })
  .describe("A container engine.");

export const advisoriesSchema = z
  .strictObject({
    debian: z
      .strictObject({
        archive: z.url().describe("Mirror of the release, such as https://mirror.example.com/debian."),
        security: z.url().describe("Mirror of its security suite, such as https://mirror.example.com/debian-security."),
        keyring: path.default("/usr/share/keyrings/debian-archive-keyring.gpg").describe("Keys that sign the indexes."),
      })
      .optional()
      .describe("Where Debian's signed package lists are."),
    ubuntu: z
      .strictObject({
        archive: z.url().describe("Mirror of the release."),
        security: z.url().describe("Mirror of its security suite."),
        keyring: path.default("/usr/share/keyrings/ubuntu-archive-keyring.gpg").describe("Keys that sign the indexes."),
      })
      .optional()
      .describe("Where Ubuntu's signed package lists are."),
    alpine: z
      .strictObject({
        mirror: z.url().describe("Mirror, such as https://mirror.example.com/alpine."),
        keys: path.default("/etc/apk/keys").describe("Folder with the keys that sign the indexes."),
      })
      .optional()
      .describe("Where Alpine's signed package lists are."),
    osv: z
      .union([
        z.strictObject({
          archive: path.describe("A folder of OSV's all.zip files, one folder an ecosystem, or one file."),
        }),
        z.strictObject({ api: z.url().describe("OSV's API, such as https://api.osv.dev.") }),
      ])
      .optional()
      .describe("Where known vulnerabilities are looked up."),
    cache: path
      .optional()
      .describe("Folder in which fetched lists are kept; what is older than the policy allows verifies nothing."),
  })
  .prefault({})
  .describe("Where Holdfast may fetch what distributions and OSV offer; nothing is fetched from elsewhere.");

export const malwareScannerSchema = z
  .strictObject({
    clamd: socketAddress.describe("unix:///PATH or tcp://HOST:PORT of a clamd."),
    maxFileBytes: z
      .int()
      .positive()
      .default(25 * 1024 * 1024)
      .describe("Its StreamMaxLength: larger files are told as not scanned."),
  })
  .describe("A malware scanner that Holdfast may send files to.");

export const databaseSchema = z
  .strictObject({
    kind: z.enum(["postgresql", "mariadb", "mysql", "mongodb", "redis", "rabbitmq", "ldap"]).describe("Product."),
    address: z.string().describe("host:port, or the path of a socket."),
    name: z.string().optional().describe("Name of the database; of an LDAP directory, its base DN."),
    user: z.string().optional().describe("Role that Holdfast connects as; it needs no rights to write."),
    password: secretReference
      .optional()
      .describe("Where its password is: env:NAME, file:PATH or exec:COMMAND. Never the password itself."),
    trust: path.optional().describe("PEM file with the certification authorities of its certificate."),
    applications: z
      .record(
        z.string(),
        z.strictObject({
          privileges: z.array(z.string()).default([]).describe("Privileges it needs, as the product writes them."),
          from: z.array(cidr).default([]).describe("Addresses it connects from."),
          system: name
            .optional()
            .describe("The system (of this file) that uses it so, where several share the database."),
        }),
      )
      .default({})
      .describe("Roles that applications use it with, by name."),
    administrators: z.array(z.string()).default([]).describe("Roles of people or tools that may administer it."),
    administratorRoles: z
      .array(z.string())
      .default([])
      .describe("Roles of people who may administer it; whoever has none of them any more has changed role."),
    management: z.url().optional().describe("URL of its management API, for RabbitMQ."),
    tryDefaults: z
      .boolean()
      .default(true)
      .describe("Whether the product's well-known default credentials may be tried, once each."),
  })
  .describe("A database, cache, message broker or directory.");

export const notApplicableSchema = z
  .strictObject({
    requirement: requirementId.optional().describe("The requirement that does not apply."),
    aspect: z.string().optional().describe("Only this part of it."),
    subject: z.enum(subjectKinds).optional().describe("Every part about this kind of subject: the system has none."),
    because: z.string().min(10).describe("Why; it is printed in every report."),
  })
  .refine((it) => it.requirement !== undefined || it.subject !== undefined, "name a requirement or a kind of subject")
  .describe("Something that does not apply to the system, with the reason.");

export const systemSchema = z
  .strictObject({
    environment: name.describe("The environment (of this file) it runs in."),
    criticality: z
      .enum(["low", "medium", "high", "very-high"])
      .optional()
      .describe("Business criticality; with exposure it gives the assurance class."),
    exposure: z
      .enum(["internal", "external"])
      .optional()
      .describe("external: reachable from the Internet or another untrusted network."),
    owner: name.optional().describe("The person (of this file) who answers for it."),
    technology: z.array(z.string()).default([]).describe("What it is built with."),
    endpoints: names.describe("Its endpoints."),
    hosts: names.describe("Its hosts."),
    images: names.describe("Its container images."),
    dockerfiles: names.describe("Its Dockerfiles."),
    composeFiles: names.describe("Its compose files."),
    containers: names.describe("Its containers."),
    databases: names.describe("Its databases and brokers."),
    accessLogs: z
      .array(z.string().startsWith("/"))
      .default([])
      .describe("Access logs that tell its requests alone, where its hosts serve other systems as well."),
    notApplicable: z.array(notApplicableSchema).default([]).describe("What does not apply to it, and why."),
    decommissioned: day.optional().describe("Since when it is out of use; nothing of it may answer any more."),
  })
  .describe("A system: an application with all that it runs on.");

export const vantageSchema = z
  .strictObject({
    environment: name.optional().describe("The environment (of this file) it is in."),
    zone: name.optional().describe("The zone (of this file) it is in."),
    host: name.optional().describe("The host (of this file) from which is connected."),
  })
  .describe("A place from which connections are tried.");
export const zoneSchema = z
  .strictObject({
    networks: z.array(cidr).min(1).describe("Its address ranges, in CIDR notation."),
    external: z.boolean().default(false).describe("Whether it faces the Internet."),
  })
  .describe("A network zone.");
export const flowSchema = z
  .strictObject({
    from: name.describe("The zone (of this file) that connects."),
    to: name.describe("The zone (of this file) that is connected to."),
    ports: z.array(z.int().min(1).max(65535)).min(1).describe("The ports."),
    approvedBy: name.optional().describe("The person (of this file) who approved it."),
    because: z.string().optional().describe("Why it is needed."),
    until: day.optional().describe("The last day of the approval."),
  })
  .describe("An allowed flow between two zones.");

export const personSchema = z
  .strictObject({
    fullName: z.string().optional().describe("The person's name as people write it."),
    email: z.email().optional().describe("Address to reach the person."),
    status: z.enum(["active", "leave", "left"]).default("active").describe("leave: away for long, without access."),
    left: day.optional().describe("The day the person left."),
    roles: z.array(z.string()).default([]).describe("What the person does, such as operator."),
    accounts: z.array(z.string()).default([]).describe("Account names on hosts, databases and engines."),
    keys: z
      .array(z.string())
      .default([])
      .describe("Fingerprints (SHA256:…) of the person's SSH keys, or the public keys themselves."),
  })
  .describe("A person on the roster.");

export const serviceAccountSchema = z
  .strictObject({
    owner: name.describe("The person (of this file) who answers for it."),
    purpose: z.string().min(3).describe("What it is for, such as nightly backups."),
    on: z
      .array(z.string().regex(/^(host|database):.+$/, "host:NAME or database:NAME"))
      .default([])
      .describe("Where it may be: host:NAME or database:NAME; everywhere if empty."),
  })
  .describe("An account that is no person's.");

export const accessApprovalSchema = z
  .strictObject({
    person: name.describe("The person (of this file) who has the access."),
    to: z
      .array(z.string().regex(/^(host|database):.+$/, "host:NAME or database:NAME"))
      .min(1)
      .describe("To what: host:NAME or database:NAME."),
    because: z.string().min(10).describe("Why the person needs it."),
    approvedBy: name.describe("The person (of this file) who approved it; nobody approves their own."),
    until: day.optional().describe("The last day of the approval."),
  })
  .describe("An approved reason for administrative access.");

const attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9;.-]*$/, "the name of an attribute");
const attributes = z.array(attribute);
const shownBy = z
  .strictObject({
    attribute: attribute.describe("The attribute."),
    values: z.array(z.string()).min(1).describe("Its values, in any case."),
  })
  .optional();
export const ldapRosterSchema = z
  .strictObject({
    url: z.url({ protocol: /^ldaps?$/ }).describe("ldaps://HOST:PORT, or ldap:// with startTls or on this machine."),
    startTls: z.boolean().default(false).describe("Whether ldap:// goes on with TLS before anything is asked."),
    trust: path.optional().describe("PEM file with the certification authorities of its certificate."),
    bind: z.string().optional().describe("DN that Holdfast binds as; it needs no right to write."),
    password: secretReference.optional().describe("Where its password is; never the password itself."),
    base: z.string().describe("DN under which the people are."),
    filter: z.string().default("(objectClass=inetOrgPerson)").describe("Which entries are people."),
    id: attribute.default("uid").describe("Attribute with the person's name in this file, or a new one."),
    fullName: attribute.default("cn").describe("Attribute with the person's full name."),
    email: attribute.default("mail").describe("Attribute with the person's address."),
    accounts: attributes.default(["uid"]).describe("Attributes with account names."),
    sshKeys: attributes.default(["sshPublicKey"]).describe("Attributes with SSH public keys."),
    roles: attributes.default(["employeeType"]).describe("Attributes with roles."),
    leftDay: attribute.optional().describe("Attribute with the day on which the person left."),
    left: shownBy.describe("By which values it shows that somebody left, besides locked and expired entries."),
    leave: shownBy.describe("By which values it shows that somebody is on leave."),
    leaversRemoved: z.boolean().default(false).describe("Whether entries of people who left are removed."),
  })
  .describe("A directory that knows the people.");
export const scimRosterSchema = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .describe("Base URL of its SCIM 2.0 API, such as https://id.example.com/scim/v2."),
    token: secretReference.optional().describe("Where its bearer token is; never the token itself."),
    trust: path.optional().describe("PEM file with the certification authorities of its certificate."),
    leaversRemoved: z.boolean().default(false).describe("Whether people who left are removed, not deactivated."),
  })
  .describe("An identity provider that knows the people.");
export const rosterSchema = z
  .strictObject({
    csv: z
      .string()
      .optional()
      .describe(
        "CSV file with the columns name, fullName, email, status, left, roles, accounts, keys; its path starts at the estate file.",
      ),
    reviewed: day
      .optional()
      .describe(
        "The day on which the people of these files were last compared with the staff; without it, the day of the CSV file.",
      ),
    ldap: ldapRosterSchema.optional(),
    scim: scimRosterSchema.optional(),
    state: path
      .optional()
      .describe("File in which `check` remembers how many people there were, so that it notices a roster that shrank."),
  })
  .describe("Where people are kept, besides this file.");

const grade = z.enum(["A+", "A", "A-", "B", "C", "D", "E", "F"]);

export const policySchema = z
  .strictObject({
    evidenceMaxAgeHours: z.number().positive().default(24).describe("Older evidence verifies nothing."),
    rsaBits: z.int().default(3072).describe("Smallest RSA key of a certificate."),
    ecBits: z.int().default(256).describe("Smallest elliptic-curve key of a certificate."),
    passwordLength: z.int().positive().default(12).describe("Fewest characters of a new password on a host."),
    hstsSeconds: z.int().default(10_886_400).describe("Smallest max-age of Strict-Transport-Security."),
    tlsGradeExternal: grade.default("A").describe("Lowest TLS grade of an external endpoint."),
    tlsGradeInternal: grade.default("B").describe("Lowest TLS grade of an internal endpoint."),
    wildcardCertificates: z.boolean().default(false).describe("Whether wildcard certificates are allowed."),
    certificateRemainingShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.15)
      .describe("Share of a certificate's lifetime that must be left."),
    packageListsMaxAgeDays: z
      .number()
      .positive()
      .default(2)
      .describe("Older package lists tell nothing about pending updates."),
    trustedRepositories: z
      .array(z.string())
      .default([])
      .describe("Registries and repositories images may come from: registry.example.com, docker.io/library/debian."),
    trustedDownloads: z.array(z.url()).default([]).describe("Beginnings of URLs that a build may fetch files from."),
    trustedPackageSources: z
      .array(z.url())
      .default([])
      .describe("Beginnings of URLs of package repositories that an image may use, besides its distribution's own."),
    imageSignatures: z
      .union([
        z.strictObject({ notRequired: z.string().min(10).describe("Why no image has to be signed.") }),
        z.array(
          z.strictObject({
            repositories: z.array(z.string()).min(1).describe("Repositories whose images must be signed so."),
            cosignKey: z.string().optional().describe("PEM file of the public key that signs them with cosign."),
            gpgKeyring: z
              .string()
              .optional()
              .describe("Keyring file of those who sign them with GPG (simple signing)."),
            lookaside: z.url().optional().describe("Where GPG signatures lie, if not in the registry."),
          }),
        ),
      ])
      .optional()
      .describe("Whose signatures images need, by repository, or why none."),
    advisoriesMaxAgeHours: z.number().positive().default(48).describe("Older advisories clear no package."),
    malwareSignaturesMaxAgeHours: z.number().positive().default(48).describe("Older malware signatures clear no file."),
    serviceExposureBelow: z
      .number()
      .min(0)
      .max(10)
      .default(9)
      .describe("Units of network services must stay below this exposure, from 0 to 10 as systemd-analyze gives it."),
    imageMaxAgeDays: z.int().positive().optional().describe("Age at which any image must have been rebuilt."),
    rosterMaxAgeDays: z.number().positive().default(31).describe("An older roster tells nothing of who left since."),
    rosterShrinkShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe("Share of its active people that a roster may lose at once; beyond it, nothing is judged by it."),
    unusedAfterDays: z.int().positive().default(90).describe("Days without use after which a system counts as unused."),
    ownerLabel: z.string().default("org.opencontainers.image.vendor").describe("Label that names a container's owner."),
    applicationLabel: z
      .string()
      .default("org.opencontainers.image.title")
      .describe("Label that names a container's application."),
    attestationMaxDays: z
      .int()
      .positive()
      .default(366)
      .describe("Longest time, in days, for which an attestation may count from the day it was given."),
  })
  .prefault({})
  .describe("Thresholds; the defaults are the standard's.");

export const exceptionSchema = z
  .strictObject({
    requirement: requirementId.describe("The requirement that is violated."),
    control: z.string().optional().describe("Only this control of it."),
    system: name.optional().describe("Only this system."),
    subject: z.string().optional().describe("Id of one subject, such as host:web1."),
    approvedBy: name.describe("The person (of this file) who approved it."),
    because: z.string().min(10).describe("Why; it is printed in every report."),
    until: day.describe("The last day of the exception."),
  })
  .describe("An approved, dated exception: turns violated into excepted, and never into verified.");

export const attestationSchema = z
  .strictObject({
    requirement: requirementId.describe("The requirement."),
    aspect: z.string().describe("The part of the requirement that is attested."),
    system: name.describe("The system (of this file) it is about."),
    by: name.describe("The person (of this file) who says so."),
    statement: z.string().min(10).describe("What is attested, in the person's own words."),
    evidence: z.string().min(1).describe("Where the evidence is: a document, a ticket, a record."),
    on: day.describe("The day it was said."),
    until: day.describe("The last day it counts."),
  })
  .describe("A named person's word, with evidence and an expiry date, for what nothing measures.");

/** The estate: everything Holdfast may look at, and what is declared of it. */
export const estateSchema = z
  .strictObject({
    $schema: z.string().optional().describe("Where an editor finds the schema of this file; Holdfast doesn't use it."),
    estate: name.describe("Name of the estate."),
    environments: z.record(name, environmentSchema).default({}).describe("The environments, by name."),
    systems: z
      .record(name, systemSchema)
      .default({})
      .describe("The systems, by name; requirements are concluded for each of them."),
    endpoints: z.record(name, endpointSchema).default({}).describe("The endpoints, by name."),
    hosts: z.record(name, hostSchema).default({}).describe("The hosts, by name."),
    images: z.record(name, imageSchema).default({}).describe("The container images, by name."),
    baseImages: z.record(name, baseImageSchema).default({}).describe("The base images that were selected, by name."),
    registries: z
      .record(name, registrySchema)
      .default({})
      .describe("The registries that images are read from, by name."),
    dockerfiles: z.record(name, dockerfileSchema).default({}).describe("The Dockerfiles, by name."),
    composeFiles: z.record(name, composeFileSchema).default({}).describe("The compose files, by name."),
    engines: z.record(name, engineSchema).default({}).describe("The container engines, by name."),
    containers: z.record(name, containerSchema).default({}).describe("The running containers, by name."),
    databases: z
      .record(name, databaseSchema)
      .default({})
      .describe("The databases, caches, brokers and directories, by name."),
    advisories: advisoriesSchema,
    malwareScanner: malwareScannerSchema.optional(),
    vantagePoints: z
      .record(name, vantageSchema)
      .default({})
      .describe("Places from which connections are tried, by name."),
    zones: z.record(name, zoneSchema).default({}).describe("The network zones, by name."),
    flows: z.array(flowSchema).default([]).describe("The flows that are allowed between zones; no other may connect."),
    people: z
      .record(name, personSchema)
      .default({})
      .describe("The roster: everybody who has, or had, access, by name."),
    roster: rosterSchema.optional(),
    serviceAccounts: z
      .record(z.string().min(1), serviceAccountSchema)
      .default({})
      .describe("Accounts that are no person's, by their name on hosts and databases."),
    accessApprovals: z
      .array(accessApprovalSchema)
      .default([])
      .describe("Approved reasons for which people have administrative access."),
    policy: policySchema,
    exceptions: z.array(exceptionSchema).default([]).describe("Approved, dated exceptions."),
    attestations: z.array(attestationSchema).default([]).describe("What named people attest."),
  })
  .describe("A Holdfast estate: what is to be kept to the standard.");

export type Estate = z.output<typeof estateSchema>;
export type SystemDeclaration = z.output<typeof systemSchema>;
export type HostDeclaration = z.output<typeof hostSchema>;
export type EndpointDeclaration = z.output<typeof endpointSchema>;
export type DatabaseDeclaration = z.output<typeof databaseSchema>;
export type ListenerDeclaration = z.output<typeof listenerSchema>;
export type BaseImageDeclaration = z.output<typeof baseImageSchema>;
export type RegistryDeclaration = z.output<typeof registrySchema>;
export type AdvisoriesDeclaration = z.output<typeof advisoriesSchema>;
export type MalwareScannerDeclaration = z.output<typeof malwareScannerSchema>;
export type LdapRosterDeclaration = z.output<typeof ldapRosterSchema>;
export type ScimRosterDeclaration = z.output<typeof scimRosterSchema>;
export type Policy = z.output<typeof policySchema>;
export type ExceptionDeclaration = z.output<typeof exceptionSchema>;
export type AttestationDeclaration = z.output<typeof attestationSchema>;
