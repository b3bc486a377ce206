import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LeafFiles } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** DN and password of the account that may read the people, and nothing else. */
export const reader = { dn: "cn=reader,dc=example,dc=com", password: "of-the-reader" };
export const people = "ou=people,dc=example,dc=com";

export interface DirectoryWish {
  /** Attributes of each person by uid, besides name and address. */
  readonly people: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** TLS on a second port, and on the first one when asked for. */
  readonly tls?: LeafFiles;
  /** Lines of slapd.conf for its database, such as `sizelimit 10`. */
  readonly more?: string;
}

// Schemas of servers that keep such people: attributes of 389 Directory Server and of OpenSSH's LDAP key lookup.
const schema = `attributetype ( 2.16.840.1.113730.3.1.610 NAME 'nsAccountLock' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.24552.500.1.1.1.13 NAME 'sshPublicKey' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 )
objectclass ( 1.3.6.1.4.1.99999.1 NAME 'testPerson' SUP top AUXILIARY MAY ( nsAccountLock $ sshPublicKey $ userAccountControl $ shadowExpire ) )
`;

/** Starts OpenLDAP with people in it. Nobody may read anything without a password. */
export async function startPeopleDirectory(
  wish: DirectoryWish,
): Promise<Daemon & { readonly port: number; readonly tlsPort: number }> {
  const program = requireProgram("slapd");
  const add = requireProgram("slapadd");
  if (program === undefined || add === undefined) throw new Error("slapd is not installed");
  const folder = runFolder("slapd");
  const [port, tlsPort] = [await freePort(), await freePort()];
  mkdirSync(join(folder, "data"));
  const { tls } = wish;
  const file = join(folder, "slapd.conf");
  writeFileSync(join(folder, "people.schema"), schema);
  writeFileSync(
    file,
    `${["core", "cosine", "inetorgperson", "nis", "msuser"].map((it) => `include /etc/ldap/schema/${it}.schema`).join("\n")}
include ${folder}/people.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile ${folder}/pid
${tls === undefined ? "" : `TLSCertificateFile ${tls.chain}\nTLSCertificateKeyFile ${tls.key}\nTLSCACertificateFile ${tls.authority}\n`}
database mdb
suffix "dc=example,dc=com"
directory ${folder}/data
${wish.more ?? ""}
overlay ppolicy
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${reader.dn}" read by * none
`,
  );
  const entries = Object.entries(wish.people).map(([uid, attributes]) => {
    const lines = Object.entries({ uid, cn: `Person ${uid}`, sn: uid, mail: `${uid}@example.com`, ...attributes });
    return `dn: uid=${uid},${people}\nobjectClass: inetOrgPerson\nobjectClass: testPerson\n${lines.map(([name, value]) => `${name}: ${value}`).join("\n")}\n`;
  });
  const ldif = [
    "dn: dc=example,dc=com\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: example\n",
    `dn: ${people}\nobjectClass: organizationalUnit\nou: people\n`,
    `dn: ${reader.dn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: ${reader.password}\n`,
    ...entries,
  ];
  execFileSync(add, ["-f", file], { input: ldif.join("\n"), stdio: ["pipe", "ignore", "pipe"] });
  const urls = [`ldap://127.0.0.1:${port}`, ...(tls === undefined ? [] : [`ldaps://127.0.0.1:${tlsPort}`])];
  const ports = tls === undefined ? [port] : [port, tlsPort];
  const daemon = await startDaemon(program, ["-d", "0", "-f", file, "-h", urls.join(" ")], ports);
  return { ...daemon, port, tlsPort };
}
