import { createHash, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childrenOf, type Der, inside, readDer } from "../../src/probes/tls/certificates/der.ts";
import { derOf as element, oidBytes, sequenceOf } from "../../src/probes/tls/certificates/der-write.ts";
import { opaque16, u16, u24 } from "../../src/probes/tls/wire/write.ts";
import { derOf, type Issued } from "./authority.ts";
import { runFolder } from "./run-folder.ts";

const fail = (): never => {
  throw new Error("not a certificate");
};
const toBeSigned = (der: Buffer): Der => childrenOf(readDer(der))[0] ?? fail();

/** A certificate transparency log with a key of its own (RFC 6962). */
export function makeLog() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKey.export({ type: "spki", format: "der" });
  const logId = createHash("sha256").update(spki).digest();
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(1_790_000_000_000n);
  const vouch = (entry: Buffer) => {
    const signature = sign("sha256", Buffer.concat([Buffer.of(0, 0), time, entry, u16(0)]), privateKey);
    const timestamp = Buffer.concat([Buffer.of(0), logId, time, u16(0), Buffer.of(4, 3), opaque16(signature)]);
    return opaque16(opaque16(timestamp));
  };
  return {
    logId: logId.toString("hex"),
    /** A list of one log in the format that browsers publish. */
    listFile(): string {
      const file = join(runFolder("logs"), "log-list.json");
      const log = { description: "Example Log", log_id: logId.toString("base64"), key: spki.toString("base64") };
      writeFileSync(file, JSON.stringify({ version: "1.0", operators: [{ name: "Example", logs: [log] }] }));
      return file;
    },
    /** Vouches for what is yet to be issued: the certificate as OpenSSL made it, without any timestamp. */
    beforeIssue(it: Issued, issuer: Issued): Buffer {
      const spkiOfIssuer = childrenOf(toBeSigned(derOf(issuer)))[6]?.whole ?? fail();
      const body = toBeSigned(derOf(it)).whole;
      const keyHash = createHash("sha256").update(spkiOfIssuer).digest();
      return vouch(Buffer.concat([u16(1), keyHash, u24(body.length), body]));
    },
    /** Vouches for a certificate as it is. */
    vouchFor(der: Buffer): Buffer {
      return vouch(Buffer.concat([u16(0), u24(der.length), der]));
    },
  };
}

/** Issues the same certificate once more by its (elliptic-curve) issuer, with that list of timestamps inside. */
export function withTimestamps(it: Issued, issuer: Issued, list: Buffer): Issued {
  const [body, algorithm] = childrenOf(readDer(derOf(it)));
  const parts = childrenOf(body);
  const octets = element(0x04, element(0x04, list));
  const extension = sequenceOf(oidBytes("1.3.6.1.4.1.11129.2.4.2"), octets);
  const extensions = childrenOf(inside(parts.at(-1)));
  const [first, ...others] = extensions;
  const more = element(0xa3, sequenceOf(...(first ? [first] : []), extension, ...others));
  const made = sequenceOf(...parts.slice(0, -1), more);
  const key = createPrivateKey(readFileSync(issuer.key));
  const signature = Buffer.concat([Buffer.of(0), sign("sha256", made, key)]);
  const der = sequenceOf(made, algorithm ?? fail(), element(0x03, signature));
  const certificate = join(runFolder("timestamped"), "it.pem");
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  writeFileSync(certificate, `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`);
  return { ...it, certificate };
}
