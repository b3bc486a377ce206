import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, copyFileSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { LeafFiles } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

export interface SlapdWish {
  /** Lines of the tree dc=example,dc=com, such as `olcAccess: to * by * read`. */
  readonly database?: readonly string[];
  /** Lines of the server as such, such as `olcDisallows: bind_anon`. */
  readonly server?: readonly string[];
  /** LDIF of entries under dc=example,dc=com. */
  readonly entries?: string;
  /** LDIF of changes to the configuration. */
  readonly changes?: string;
  /** Offers StartTLS at its port, and speaks TLS alone at another. */
  readonly tls?: LeafFiles;
}

export interface Slapd extends Daemon {
  readonly port: number;
  readonly tlsPort: number;
  readonly socket: string;
}

const schemas = ["core", "cosine", "inetorgperson", "nis"];

/** Sets OpenLDAP up with the tree dc=example,dc=com, without starting it. */
export function prepareSlapd(wish: SlapdWish = {}): { readonly folder: string; readonly config: string } {
  const folder = runFolder("slapd");
  const [config, data] = [join(folder, "config"), join(folder, "data")];
  for (const path of [config, data]) mkdirSync(path);
  const own = (name: string, path: string) => {
    copyFileSync(path, join(folder, name));
    return join(folder, name);
  };
  const { tls } = wish;
  const files = tls
    ? [
        `olcTLSCertificateFile: ${own("server.crt", tls.chain)}`,
        `olcTLSCertificateKeyFile: ${own("server.key", tls.key)}`,
      ]
    : [];
  const lines = [
    ...["dn: cn=config", "objectClass: olcGlobal", "cn: config", ...files, ...(wish.server ?? []), ""],
    ...["dn: cn=module,cn=config", "objectClass: olcModuleList", "cn: module", "olcModulePath: /usr/lib/ldap"],
    ...["olcModuleLoad: back_mdb", "olcModuleLoad: back_monitor", ""],
    ...["dn: cn=schema,cn=config", "objectClass: olcSchemaConfig", "cn: schema", ""],
    ...schemas.map((it) => `include: file:///etc/ldap/schema/${it}.ldif\n`),
    ...["dn: olcDatabase={-1}frontend,cn=config", "objectClass: olcDatabaseConfig", "objectClass: olcFrontendConfig"],
    ...["olcDatabase: {-1}frontend", 'olcAccess: to dn.base="" by * read', ""],
    ...["dn: olcDatabase={0}config,cn=config", "objectClass: olcDatabaseConfig", "olcDatabase: {0}config", ""],
    ...["dn: olcDatabase={1}mdb,cn=config", "objectClass: olcDatabaseConfig", "objectClass: olcMdbConfig"],
    ...["olcDatabase: {1}mdb", `olcDbDirectory: ${data}`, "olcSuffix: dc=example,dc=com", ...(wish.database ?? []), ""],
    ...["dn: olcDatabase={2}monitor,cn=config", "objectClass: olcDatabaseConfig", "olcDatabase: {2}monitor"],
    ...['olcAccess: to * by dn.exact="cn=holdfast,dc=example,dc=com" read by * none', ""],
  ];
  const tool = (name: string, number: string, input: string) =>
    execFileSync(requireProgram(name) ?? name, ["-F", config, "-n", number], {
      ...{ input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] },
    });
  tool("slapadd", "0", lines.join("\n"));
  const base = "dn: dc=example,dc=com\nobjectClass: dcObject\nobjectClass: organization\no: example\ndc: example\n";
  tool("slapadd", "1", `${base}\n${wish.entries ?? ""}`);
  if (wish.changes !== undefined) tool("slapmodify", "0", wish.changes);
  return { folder, config };
}

/** Of things such as `userPassword/write` of an entry, those that the server's own tool says somebody may do. */
export function slapdAllows(
  config: string,
  who: string | undefined,
  entry: string,
  asked: readonly string[],
): readonly string[] {
  const bound = who === undefined ? [] : ["-D", who];
  const args = ["-F", config, ...bound, "-b", entry, ...asked];
  const { stderr } = spawnSync(requireProgram("slapacl") ?? "slapacl", args, { encoding: "utf8" });
  const answers = [...stderr.matchAll(/: (ALLOWED|DENIED)$/gm)];
  if (answers.length !== asked.length) throw new Error(`slapacl: ${stderr}`);
  return asked.filter((_, at) => answers[at]?.[1] === "ALLOWED");
}

/** Starts OpenLDAP as its own user with the tree dc=example,dc=com. */
export async function startSlapd(wish: SlapdWish = {}): Promise<Slapd> {
  const program = requireProgram("slapd");
  if (program === undefined) throw new Error("slapd is not installed");
  const { folder, config } = prepareSlapd(wish);
  const { tls } = wish;
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "openldap"], { encoding: "utf8" }));
  const give = (path: string): void => {
    chownSync(path, idOf("-u"), idOf("-g"));
    if (statSync(path).isDirectory()) for (const name of readdirSync(path)) give(join(path, name));
  };
  give(folder);
  const [port, tlsPort, socket] = [await freePort(), await freePort(), join(folder, "ldapi")];
  const secured = tls ? [`ldaps://127.0.0.1:${tlsPort}`] : [];
  const listening = [`ldap://127.0.0.1:${port}`, ...secured, `ldapi://${encodeURIComponent(socket)}`].join(" ");
  const args = ["-h", listening, "-F", config, "-u", "openldap", "-g", "openldap", "-d", "0"];
  return { port, tlsPort, socket, ...(await startDaemon(program, args, [port, ...(tls ? [tlsPort] : [])])) };
}
