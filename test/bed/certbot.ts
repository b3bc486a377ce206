import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Issued, issue, keys, pemOf, serverExtensions } from "./authority.ts";
import type { LeafFiles } from "./certificates.ts";

/** Writes a certificate with what is sent after it, as files that a remedy names. */
export function placeCertificate(
  folder: string,
  leaf: Issued,
  ...chain: readonly Issued[]
): Omit<LeafFiles, "authority"> {
  const at = (name: string) => join(folder, name);
  const sent = [leaf, ...chain].map(pemOf).join("");
  copyFileSync(leaf.certificate, at("shop.example.com.crt"));
  copyFileSync(leaf.key, at("shop.example.com.key"));
  writeFileSync(at("sent.pem"), sent);
  writeFileSync(at("sent-with-key.pem"), sent + readFileSync(leaf.key, "utf8"));
  return { chain: at("sent.pem"), key: at("shop.example.com.key") };
}

/**
 * Does what `certbot` does, with an authority of the test bed: issues a certificate with a new key on P-256 for the
 * names after `-d`, and leaves the four files in the folder of that name.
 */
export function certbot(command: string, folder: string, issuer: Issued, ...extensions: readonly string[]): Issued {
  const names = [...command.matchAll(/ -d (\S+)/g)].map(([, name = ""]) => `DNS:${name}`);
  // Renewing takes the names from the certificate that is there; here it is always for this one.
  const wanted = names.length === 0 ? ["DNS:shop.example.com"] : names;
  // The address besides, by which it is reached where nobody may ask the DNS for the name.
  const all = serverExtensions([...wanted, "IP:127.0.0.1"], ...extensions);
  const leaf = issue({ name: "new", key: keys.ec, extensions: all }, issuer);
  const at = (name: string) => join(folder, name);
  copyFileSync(leaf.key, at("privkey.pem"));
  writeFileSync(at("cert.pem"), pemOf(leaf));
  writeFileSync(at("chain.pem"), pemOf(issuer));
  writeFileSync(at("fullchain.pem"), pemOf(leaf) + pemOf(issuer));
  return leaf;
}
