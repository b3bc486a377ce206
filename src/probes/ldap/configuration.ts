import { type AccessRule, parseAccessRule } from "./acl.ts";
import type { Entry } from "./message.ts";

/** A tree as `cn=config` sets it up. */
export interface Database {
  /** Its suffix, or `cn=config` for the configuration itself. */
  readonly suffix: string;
  /** Whether others than the one of olcRootDN can bind as entries of it. */
  readonly hasEntries: boolean;
  readonly rootDn?: string;
  readonly rootPassword?: string;
  readonly rules: readonly AccessRule[];
  /** Whether logging in by a password needs TLS. */
  readonly demandsTls: boolean;
  /** Whether TLS needs a certificate of the client. */
  readonly demandsCertificate: boolean;
}

/** What `cn=config` says (slapd-config(5)). */
export interface Configuration {
  readonly databases: readonly Database[];
  /** Whether nobody may bind without a name, and nobody may ask without having bound. */
  readonly refusesAnonymous: boolean;
  /** Rules that make no sense here. */
  readonly unread: readonly string[];
}

export const configurationAttributes = [
  ...["objectClass", "olcSuffix", "olcRootDN", "olcRootPW", "olcAccess", "olcSecurity", "olcDisallows", "olcRequires"],
  ...["olcDatabase", "olcTLSVerifyClient"],
];

const strong = /(?:^|\s)(?:ssf|tls|simple_bind)=(?!0\b)\d+/;

/** @param entries - those under `cn=config` that could be read */
export function configurationOf(entries: readonly Entry[]): Configuration {
  const values = (entry: Entry, name: string) => entry.attributes.get(name.toLowerCase()) ?? [];
  const everywhere = entries.filter((it) => /^cn=config$|^olcDatabase=\{-1\}frontend,/i.test(it.dn));
  const global = (name: string) => everywhere.flatMap((it) => values(it, name)).join(" ");
  const unread: string[] = [];
  const rulesOf = (entry: Entry, suffix: string) =>
    values(entry, "olcAccess").flatMap((text) => {
      const rule = parseAccessRule(text, suffix);
      if (rule === undefined) unread.push(text.slice(0, 100));
      return rule ?? [];
    });
  const frontend = everywhere.flatMap((it) => rulesOf(it, "every tree"));
  const databases = entries
    .filter((it) => values(it, "olcDatabase").length > 0 && !everywhere.includes(it))
    .map((it): Database => {
      const suffix = values(it, "olcSuffix")[0] ?? values(it, "olcDatabase")[0]?.replace(/^\{-?\d+\}/, "cn=") ?? "";
      const [rootDn] = values(it, "olcRootDN");
      const [rootPassword] = values(it, "olcRootPW");
      const rules = [...rulesOf(it, suffix), ...frontend];
      const demandsTls = strong.test(`${global("olcSecurity")} ${values(it, "olcSecurity").join(" ")}`);
      const demandsCertificate = demandsTls && /\b(?:demand|hard|true)\b/i.test(global("olcTLSVerifyClient"));
      return {
        ...{ suffix, rules, demandsTls, demandsCertificate, hasEntries: values(it, "olcSuffix").length > 0 },
        ...(rootDn !== undefined && { rootDn }),
        ...(rootPassword !== undefined && { rootPassword }),
      };
    });
  const refusesAnonymous = /\bbind_anon\b/.test(global("olcDisallows")) && /\bauthc\b/.test(global("olcRequires"));
  return { databases, refusesAnonymous, unread };
}
