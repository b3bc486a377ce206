import { chainFile, type Issued, issue, keys, makeAuthority, serverExtensions } from "./authority.ts";

type KeyKind = "rsa-2048" | "rsa-3072" | "ec-256";

export interface LeafWish {
  readonly key: KeyKind;
  /** Subject alternative names in OpenSSL's notation, such as `DNS:www.example.com` or `IP:127.0.0.1`. */
  readonly names: readonly string[];
  readonly expired?: boolean;
  /** Not by the test bed's authority, but by itself. */
  readonly selfSigned?: boolean;
}

/** Paths of PEM files: the key, the leaf followed by its issuers, and the authority that a client may trust. */
export interface LeafFiles {
  readonly key: string;
  readonly chain: string;
  readonly authority: string;
}

const keyArguments: Readonly<Record<KeyKind, readonly string[]>> = {
  "rsa-2048": keys.rsa,
  "rsa-3072": ["-newkey", "rsa:3072"],
  "ec-256": keys.ec,
};

let testAuthority: Issued | undefined;

function authority(): Issued {
  testAuthority ??= makeAuthority("Example Test Authority");
  return testAuthority;
}

/** Makes a leaf certificate with its key. */
export function makeLeaf(wish: LeafWish): LeafFiles {
  const ca = authority();
  const name = wish.names[0]?.replace(/^\w+:/, "") ?? "none";
  const key = keyArguments[wish.key];
  if (wish.selfSigned) {
    const own = issue({ name, key, extensions: [`subjectAltName=${wish.names.join(",")}`] });
    return { key: own.key, chain: own.certificate, authority: ca.certificate };
  }
  const extensions = serverExtensions(wish.names, "keyUsage=digitalSignature,keyEncipherment");
  const leaf = issue({ name, key, extensions, days: wish.expired ? -1 : 30 }, ca);
  return { key: leaf.key, chain: chainFile(leaf, ca), authority: ca.certificate };
}
