import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { registrySchema } from "../../src/estate/schema.ts";
import { signatures } from "../../src/probes/image/signatures.ts";
import { openImage } from "../../src/probes/image/sources/open.ts";
import { runFolder } from "./run-folder.ts";

/** A key pair to sign with; the public one lies in a file. */
export function signingKey(kind: "ec" | "p384" | "rsa" | "ed25519") {
  const pair =
    kind === "ed25519"
      ? generateKeyPairSync("ed25519")
      : kind === "rsa"
        ? generateKeyPairSync("rsa", { modulusLength: 2048 })
        : generateKeyPairSync("ec", { namedCurve: kind === "ec" ? "P-256" : "P-384" });
  const file = join(runFolder("key"), "cosign.pub");
  writeFileSync(file, pair.publicKey.export({ type: "spki", format: "pem" }));
  return { file, key: pair.privateKey };
}

interface Told {
  readonly digest: string;
  readonly repository: string;
  readonly checks: readonly { result: string; trouble?: { kind: string; message: string } }[];
}

/** What is told of an image's signatures where the policy has one rule, over a whole registry without TLS. */
export async function toldSignatures(registry: string, reference: string, rule: object, repository?: string) {
  const registries = [registrySchema.parse({ host: registry, plainHttp: true })];
  const signal = new AbortController().signal;
  await using image = await openImage({ reference, registries }, signal);
  const declared = {
    ...{ reference, registries, signatures: [{ repositories: [registry], ...rule }] },
    ...(repository !== undefined && { repository }),
  };
  const input = { declared, image, facts: {}, context: { signal } } as unknown;
  const { facts } = (await signatures.tell(input as Parameters<typeof signatures.tell>[0])) as unknown as {
    facts: Told;
  };
  return facts;
}
