import type { Suite } from "../facts.ts";

type Exchange = Pick<Suite, "keyExchange" | "authentication">;

/** What stands before `_WITH_`, where it is not made of the two parts themselves. */
const exchanges: Readonly<Record<string, Exchange>> = {
  NULL: { keyExchange: "NULL", authentication: "NULL" },
  RSA: { keyExchange: "RSA", authentication: "RSA" },
  PSK: { keyExchange: "PSK", authentication: "PSK" },
  PSK_DHE: { keyExchange: "DHE_PSK", authentication: "PSK" },
  DHE_PSK: { keyExchange: "DHE_PSK", authentication: "PSK" },
  ECDHE_PSK: { keyExchange: "ECDHE_PSK", authentication: "PSK" },
  RSA_PSK: { keyExchange: "RSA_PSK", authentication: "RSA" },
  KRB5: { keyExchange: "KRB5", authentication: "KRB5" },
  SRP_SHA: { keyExchange: "SRP", authentication: "SRP" },
  SRP_SHA_RSA: { keyExchange: "SRP", authentication: "RSA" },
  SRP_SHA_DSS: { keyExchange: "SRP", authentication: "DSS" },
  ECCPWD: { keyExchange: "ECCPWD", authentication: "ECCPWD" },
  GOSTR341094_RSA: { keyExchange: "GOST", authentication: "RSA" },
};

function exchangeOf(prefix: string): Exchange {
  const known = exchanges[prefix];
  if (known) return known;
  if (prefix.startsWith("GOST")) return { keyExchange: "GOST", authentication: "GOST" };
  const [, keyExchange, authentication] = /^(DHE?|ECDHE?)_(RSA|DSS|ECDSA|anon)$/.exec(prefix) ?? [];
  if (keyExchange === undefined) return { keyExchange: "any", authentication: "any" };
  return { keyExchange, authentication } as Exchange;
}

/** Hash at the end: that of the MAC, or of the key derivation where the cipher authenticates itself. */
const hash = /_(MD5|SHA|SHA256|SHA384|SHA512|SM3|GOST94|GOSTR3411|OMAC|IMIT|NULL)$/;

function bitsOf(cipher: string): number {
  if (cipher === "NULL") return 0;
  if (cipher.startsWith("3DES") || cipher.startsWith("DES_192_EDE3")) return 168;
  if (/^DES_(CBC|64)/.test(cipher) && !cipher.endsWith("40")) return 56;
  if (/^(28147|KUZNYECHIK|MAGMA|CHACHA20)/.test(cipher)) return 256;
  if (/^(IDEA|SEED|SM4)/.test(cipher)) return 128;
  const size = /_(\d{2,3})L?(?:_|$)/.exec(cipher) ?? /^DES(40)/.exec(cipher);
  return size?.[1] === undefined ? 0 : Number(size[1]);
}

function blockBitsOf(cipher: string): number | undefined {
  if (/^(3?DES|IDEA|RC2|28147|MAGMA)/.test(cipher)) return 64;
  if (/^(AES|CAMELLIA|ARIA|SEED|SM4|KUZNYECHIK)/.test(cipher)) return 128;
  return undefined;
}

const properties = (cipher: string, exported?: number) => {
  const blockBits = blockBitsOf(cipher);
  return {
    cipher,
    bits: exported ?? bitsOf(cipher),
    aead: /_(GCM|CCM|CCM_8|MGM_[LS])$|^CHACHA20|^AEGIS/.test(cipher),
    exportGrade: exported !== undefined,
    ...(blockBits !== undefined && { blockBits }),
  };
};

/** What the name of a suite says of it: how keys are exchanged, who is authenticated how, and which cipher it is. */
export function suiteFromName(code: number, name: string): Suite {
  const plain = name.replace(/^(TLS|SSL_CK|SSL)_/, "").replace(/_OLD$/, "");
  if (name.startsWith("SSL_CK_")) {
    const cipher = plain.replace(/_WITH_.*$/, "");
    const exported = cipher.endsWith("_EXPORT40") ? 40 : undefined;
    const rsa = { keyExchange: "RSA", authentication: "RSA", forwardSecret: false } as const;
    return { code, name, ...rsa, ...properties(cipher.replace(/_EXPORT40$/, ""), exported) };
  }
  const [before = "", after] = plain.split("_WITH_");
  if (after === undefined) {
    // TLS 1.3: the key exchange is not the suite's affair, and is always ephemeral. RFC 9150 has suites without a cipher.
    const integrityOnly = /^SHA\d+_SHA\d+$/.test(before);
    const cipher = integrityOnly ? "NULL" : before.replace(hash, "");
    return { code, name, keyExchange: "any", authentication: "any", forwardSecret: true, ...properties(cipher) };
  }
  const exchange = exchangeOf(before.replace(/_EXPORT(1024)?$/, "").replace(/_(OLD)?FIPS$/, ""));
  const isExport = before.includes("_EXPORT");
  const exported = isExport ? (before.endsWith("1024") ? 56 : 40) : undefined;
  const ephemeral = /^(DHE|ECDHE|ECCPWD)/.test(exchange.keyExchange) || exchange.authentication === "anon";
  return { code, name, ...exchange, forwardSecret: ephemeral, ...properties(after.replace(hash, ""), exported) };
}
