import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** A certificate of the test bed with its key, as PEM files. */
export interface Issued {
  readonly key: string;
  readonly certificate: string;
  /** As OpenSSL's database writes it. */
  readonly serial: string;
}

export interface Wish {
  /** Common name of the subject. */
  readonly name: string;
  /** Arguments that make the key; P-256 without. */
  readonly key?: readonly string[];
  /** A key that is there already, instead of a new one. */
  readonly keyFile?: string;
  /** Lines of an OpenSSL extension file. */
  readonly extensions: readonly string[];
  readonly days?: number;
  readonly digest?: string;
}

export const keys = {
  ec: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
  rsa: ["-newkey", "rsa:2048"],
  exponent3: ["-newkey", "rsa:2048", "-pkeyopt", "rsa_keygen_pubexp:3"],
  ed25519: ["-newkey", "ed25519"],
} as const;

/** Runs OpenSSL in a folder and gives what it writes to standard output. */
export function openssl(folder: string, args: readonly string[]): Buffer {
  const program = requireProgram("openssl");
  if (program === undefined) throw new Error("openssl is not installed");
  return execFileSync(program, args, { cwd: folder, stdio: "pipe" });
}

/** Issues a certificate; without an issuer it signs itself. */
export function issue(wish: Wish, issuer?: Issued): Issued {
  const folder = runFolder("issued");
  const serial = randomBytes(8).toString("hex").replace(/^./, "4").toUpperCase();
  const made = { key: wish.keyFile ?? join(folder, "it.key"), certificate: join(folder, "it.pem"), serial };
  writeFileSync(join(folder, "it.ext"), `${wish.extensions.join("\n")}\n`);
  const key = wish.keyFile ? ["-key", wish.keyFile] : [...(wish.key ?? keys.ec), "-keyout", made.key];
  openssl(folder, ["req", "-new", "-nodes", ...key, "-subj", `/O=Example/CN=${wish.name}`, "-out", "it.csr"]);
  const signer = issuer ? ["-CA", issuer.certificate, "-CAkey", issuer.key] : ["-signkey", made.key];
  openssl(folder, [
    ...["x509", "-req", "-in", "it.csr", ...signer, "-days", `${wish.days ?? 30}`, "-set_serial", `0x${serial}`],
    ...[`-${wish.digest ?? "sha256"}`, "-extfile", "it.ext", "-out", made.certificate],
  ]);
  return made;
}

export const authorityExtensions = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"];

/** Extensions of a server certificate for these names, with these lines besides. */
export function serverExtensions(names: readonly string[], ...more: readonly string[]): readonly string[] {
  const alternative = `subjectAltName=${names.join(",")}`;
  return ["basicConstraints=critical,CA:FALSE", "extendedKeyUsage=serverAuth", alternative, ...more];
}

export function makeAuthority(name: string, issuer?: Issued, ...more: readonly string[]): Issued {
  return issue({ name, extensions: [...authorityExtensions, ...more] }, issuer);
}

export const pemOf = (it: Issued): string => readFileSync(it.certificate, "utf8");

/** DER of the first certificate in a PEM text. */
export function derOfPem(pem: string): Buffer {
  const body = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END/.exec(pem)?.[1] ?? "";
  return Buffer.from(body, "base64");
}
export const derOf = (it: Issued): Buffer => derOfPem(pemOf(it));

/** Writes certificates into one PEM file, in that order. */
export function chainFile(...chain: readonly Issued[]): string {
  const file = join(runFolder("chain"), "chain.pem");
  writeFileSync(file, chain.map(pemOf).join(""));
  return file;
}
