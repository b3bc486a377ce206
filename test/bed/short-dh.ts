import { getDiffieHellman } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runFolder } from "./run-folder.ts";

/** PEM file with the parameters of Oakley's second group: a prime of 1,024 bits (RFC 2409, section 6.2) and two. */
export function shortDhFile(): string {
  const head = Buffer.from("30818702818100", "hex");
  const der = Buffer.concat([head, getDiffieHellman("modp2").getPrime(), Buffer.from("020102", "hex")]);
  const lines = der.toString("base64").replaceAll(/.{64}/g, "$&\n");
  const file = join(runFolder("dh"), "dh.pem");
  writeFileSync(file, `-----BEGIN DH PARAMETERS-----\n${lines}\n-----END DH PARAMETERS-----\n`);
  return file;
}
