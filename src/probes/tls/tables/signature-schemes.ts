/** Signature schemes by code point: the registry of TLS 1.3, and the hash and signature pairs of TLS 1.2. */
export const signatureSchemes: ReadonlyMap<number, string> = new Map([
  [0x0101, "rsa_pkcs1_md5"],
  [0x0102, "dsa_md5"],
  [0x0103, "ecdsa_md5"],
  [0x0201, "rsa_pkcs1_sha1"],
  [0x0202, "dsa_sha1"],
  [0x0203, "ecdsa_sha1"],
  [0x0301, "rsa_pkcs1_sha224"],
  [0x0302, "dsa_sha224"],
  [0x0303, "ecdsa_sha224"],
  [0x0401, "rsa_pkcs1_sha256"],
  [0x0402, "dsa_sha256"],
  [0x0403, "ecdsa_secp256r1_sha256"],
  [0x0501, "rsa_pkcs1_sha384"],
  [0x0502, "dsa_sha384"],
  [0x0503, "ecdsa_secp384r1_sha384"],
  [0x0601, "rsa_pkcs1_sha512"],
  [0x0602, "dsa_sha512"],
  [0x0603, "ecdsa_secp521r1_sha512"],
  [0x0704, "eccsi_sha256"],
  [0x0708, "sm2sig_sm3"],
  [0x0709, "gostr34102012_256a"],
  [0x070a, "gostr34102012_256b"],
  [0x070b, "gostr34102012_256c"],
  [0x070c, "gostr34102012_256d"],
  [0x070d, "gostr34102012_512a"],
  [0x070e, "gostr34102012_512b"],
  [0x070f, "gostr34102012_512c"],
  [0x0804, "rsa_pss_rsae_sha256"],
  [0x0805, "rsa_pss_rsae_sha384"],
  [0x0806, "rsa_pss_rsae_sha512"],
  [0x0807, "ed25519"],
  [0x0808, "ed448"],
  [0x0809, "rsa_pss_pss_sha256"],
  [0x080a, "rsa_pss_pss_sha384"],
  [0x080b, "rsa_pss_pss_sha512"],
  [0x081a, "ecdsa_brainpoolP256r1tls13_sha256"],
  [0x081b, "ecdsa_brainpoolP384r1tls13_sha384"],
  [0x081c, "ecdsa_brainpoolP512r1tls13_sha512"],
  [0x0904, "mldsa44"],
  [0x0905, "mldsa65"],
  [0x0906, "mldsa87"],
]);

export const signatureSchemeCodes: readonly number[] = [...signatureSchemes.keys()];

/** Name of a signature scheme, its number where it has none here. */
export function signatureSchemeName(code: number): string {
  return signatureSchemes.get(code) ?? `0x${code.toString(16).padStart(4, "0")}`;
}
