import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

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

const keyOptions: Readonly<Record<KeyKind, readonly string[]>> = {
  "rsa-2048": ["-newkey", "rsa:2048"],
  "rsa-3072": ["-newkey", "rsa:3072"],
  "ec-256": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
};

function openssl(folder: string, args: readonly string[]): void {
  const program = requireProgram("openssl");
  if (program === undefined) throw new Error("openssl is not installed");
  execFileSync(program, args, { cwd: folder, stdio: "pipe" });
}

let authorityFolder: string | undefined;

function authority(): string {
  if (authorityFolder !== undefined) return authorityFolder;
  const folder = runFolder("authority");
  const subject = ["-subj", "/O=Example/CN=Example Test Authority"];
  const extensions = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
  openssl(folder, [
    ...["req", "-x509", "-nodes", ...keyOptions["ec-256"], "-keyout", "ca.key", "-out", "ca.pem", "-days", "30"],
    ...subject,
    ...extensions,
  ]);
  authorityFolder = folder;
  return folder;
}

/** Makes a leaf certificate with its key. */
export function makeLeaf(wish: LeafWish): LeafFiles {
  const ca = authority();
  const folder = runFolder("leaf");
  const alternative = `subjectAltName=${wish.names.join(",")}`;
  const subject = `/O=Example/CN=${wish.names[0]?.replace(/^\w+:/, "") ?? "none"}`;
  const request = ["req", "-nodes", ...keyOptions[wish.key], "-keyout", "leaf.key", "-subj", subject];
  const paths = { key: join(folder, "leaf.key"), chain: join(folder, "chain.pem"), authority: join(ca, "ca.pem") };
  if (wish.selfSigned) {
    openssl(folder, [...request, "-x509", "-days", "30", "-addext", alternative, "-out", "chain.pem"]);
    return paths;
  }
  openssl(folder, [...request, "-out", "leaf.csr"]);
  writeFileSync(
    join(folder, "leaf.ext"),
    `${alternative}\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth\n`,
  );
  const days = wish.expired ? "-1" : "30";
  openssl(folder, [
    ...["x509", "-req", "-in", "leaf.csr", "-CA", paths.authority, "-CAkey", join(ca, "ca.key"), "-days", days],
    ...["-set_serial", `0x${Date.now().toString(16)}`, "-sha256", "-extfile", "leaf.ext", "-out", "leaf.pem"],
  ]);
  writeFileSync(paths.chain, readFileSync(join(folder, "leaf.pem"), "utf8") + readFileSync(paths.authority, "utf8"));
  return paths;
}
