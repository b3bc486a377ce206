import { execFileSync } from "node:child_process";
import { createHash, type KeyObject, sign } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildImage, saveImage, testbedHasImages } from "../../../test/bed/images.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { copyImage, startRegistry, type TestRegistry } from "../../../test/bed/registry.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { signingKey, toldSignatures } from "../../../test/bed/signatures.ts";

const sha256 = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const simple = "application/vnd.dev.cosign.simplesigning.v1+json";

/** A signature as cosign makes it: a payload, and a manifest that carries what the key says of it. */
function cosigned(key: KeyObject, digest: string, reference: string, spoil = (payload: string) => payload) {
  const type = "cosign container image signature";
  const identity = { "docker-reference": reference };
  const critical = { identity, image: { "docker-manifest-digest": digest }, type };
  const payload = Buffer.from(spoil(JSON.stringify({ critical, optional: null })));
  const signature = sign(key.asymmetricKeyType === "ed25519" ? null : "sha256", payload, key).toString("base64");
  const config = Buffer.from("{}");
  const descriptor = (mediaType: string, it: Buffer) => ({ mediaType, size: it.length, digest: sha256(it) });
  const annotations = { "dev.cosignproject.cosign/signature": signature };
  const manifest = {
    ...{ schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json" },
    config: descriptor("application/vnd.oci.image.config.v1+json", config),
    layers: [{ ...descriptor(simple, payload), annotations }],
  };
  return {
    blobs: [config, payload],
    manifest: Buffer.from(JSON.stringify(manifest)),
    tag: `${digest.replace(":", "-")}.sig`,
  };
}

async function push(repository: string, { blobs, manifest, tag }: ReturnType<typeof cosigned>): Promise<void> {
  const [host, ...path] = repository.split("/");
  const base = `http://${host}/v2/${path.join("/")}`;
  for (const blob of blobs) {
    const begun = await fetch(`${base}/blobs/uploads/`, { method: "POST" });
    const place = new URL(begun.headers.get("location") ?? "", base);
    place.searchParams.set("digest", sha256(blob));
    expect((await fetch(place, { method: "PUT", body: new Uint8Array(blob) })).status).toBe(201);
  }
  const headers = { "content-type": "application/vnd.oci.image.manifest.v1+json" };
  const put = await fetch(`${base}/manifests/${tag}`, { method: "PUT", headers, body: new Uint8Array(manifest) });
  expect(put.status).toBe(201);
}

describe.skipIf(!testbedHasImages() || !["skopeo", "docker-registry", "gpg", "gpgv"].every(testbedHas))(
  "signatures",
  () => {
    let registry: TestRegistry;
    let layout: string;
    beforeAll(async () => {
      registry = await startRegistry();
      layout = await saveImage(await buildImage("FROM scratch\nCOPY it /\n", { it: "1" }), "oci-dir");
    });
    afterAll(() => registry?.stop());

    let pushed = 0;
    async function repository(...args: readonly string[]): Promise<string> {
      pushed += 1;
      const name = `${registry.host}/team/shop${pushed}`;
      await copyImage(`oci:${layout}`, `docker://${name}:1`, ...args);
      return name;
    }

    const told = (reference: string, rule: object, repository?: string) =>
      toldSignatures(registry.host, reference, rule, repository);
    const verdict = async (...args: Parameters<typeof told>) =>
      (await told(...args)).checks.map(({ result }) => result);

    it.each(["ec", "rsa", "ed25519"] as const)("of cosign by an %s key are verified in the registry", async (kind) => {
      const { key, file } = signingKey(kind);
      const name = await repository();
      const cosignKey = file;
      expect(await verdict(`${name}:1`, { cosignKey })).toEqual(["none-found"]);
      const { digest } = await told(`${name}:1`, {});
      await push(name, cosigned(key, digest, name));
      expect(await told(`${name}:1`, { cosignKey })).toEqual({
        ...{ repository: name, digest },
        checks: [{ kind: "cosign", key: file, result: "verified" }],
      });
      expect(await verdict(`${name}:1`, { cosignKey: signingKey(kind).file })).toEqual(["wrong-key"]);
      expect(await verdict(`${name}:1`, { cosignKey, repositories: ["registry.example.com"] })).toEqual([]);
    });

    it("of cosign that are about something else are told as that", async () => {
      const { key, file } = signingKey("ec");
      const name = await repository();
      const { digest } = await told(`${name}:1`, {});
      const other = sha256(Buffer.from("another image"));
      const tagged = { tag: cosigned(key, digest, name).tag };
      const rule = { cosignKey: file };
      await push(name, { ...cosigned(key, other, name), ...tagged });
      expect(await verdict(`${name}:1`, rule)).toEqual(["other-digest"]);
      await push(name, cosigned(key, digest, `${registry.host}/team/evil`));
      expect(await verdict(`${name}:1`, rule)).toEqual(["other-repository"]);
      await push(
        name,
        cosigned(key, digest, name, (it) => it.slice(1)),
      );
      expect(await verdict(`${name}:1`, rule)).toEqual(["malformed"]);
      await push(
        name,
        cosigned(key, digest, name, (it) => it.replace("cosign container", "atomic container")),
      );
      expect(await verdict(`${name}:1`, rule)).toEqual(["malformed"]);
    });

    it("of cosign are verified in a layout, of which the estate says whose it is", async () => {
      const { key, file } = signingKey("ec");
      const name = "registry.example.com/shop";
      const rule = { cosignKey: file, repositories: [name] };
      const folder = await saveImage(await buildImage("FROM scratch\nCOPY it /\n", { it: "2" }), "oci-dir");
      const { digest } = await told(`oci:${folder}`, {});
      const { blobs, manifest, tag } = cosigned(key, digest, name);
      for (const it of [...blobs, manifest]) writeFileSync(join(folder, "blobs/sha256", sha256(it).slice(7)), it);
      const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
      const annotations = { "org.opencontainers.image.ref.name": tag };
      index.manifests.push({
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        size: manifest.length,
        digest: sha256(manifest),
        annotations,
      });
      writeFileSync(join(folder, "index.json"), JSON.stringify(index));
      expect(await verdict(`oci:${folder}`, rule)).toEqual([]);
      expect(await verdict(`oci:${folder}`, rule, name)).toEqual(["verified"]);
    });

    it("of GPG that skopeo made are verified in their lookaside", async () => {
      const home = runFolder("gnupg");
      execFileSync("chmod", ["700", home]);
      const gpg = (...args: string[]) =>
        execFileSync("gpg", ["--homedir", home, "--batch", "--passphrase", "", ...args], { stdio: "pipe" });
      gpg("--quick-generate-key", "signer@example.com", "rsa2048");
      gpg("--quick-generate-key", "other@example.com", "rsa2048");
      const folder = runFolder("gpg");
      const keyring = (who: string) => {
        writeFileSync(join(folder, `${who}.gpg`), gpg("--export", `${who}@example.com`));
        return join(folder, `${who}.gpg`);
      };
      const lookaside = `file://${join(folder, "lookaside")}`;
      mkdirSync(join(folder, "registries.d"));
      writeFileSync(
        join(folder, "registries.d/it.yaml"),
        `docker:\n  ${registry.host}:\n    sigstore: ${lookaside}\n    sigstore-staging: ${lookaside}\n`,
      );
      process.env["GNUPGHOME"] = home;
      const more = ["--sign-by", "signer@example.com"];
      pushed += 1;
      const name = `${registry.host}/team/shop${pushed}`;
      execFileSync("skopeo", [
        ...["--insecure-policy", "--registries.d", join(folder, "registries.d"), "copy", "--quiet", ...more],
        ...["--dest-tls-verify=false", `oci:${layout}`, `docker://${name}:1`],
      ]);
      const rule = { gpgKeyring: keyring("signer"), lookaside };
      expect(await verdict(`${name}:1`, rule)).toEqual(["verified"]);
      expect(await verdict(`${name}:1`, { ...rule, gpgKeyring: keyring("other") })).toEqual(["wrong-key"]);
      expect(await verdict(`${name}:1`, { ...rule, lookaside: `${lookaside}-none` })).toEqual(["none-found"]);
      const [unsaid] = (await told(`${name}:1`, { gpgKeyring: rule.gpgKeyring })).checks;
      expect(unsaid?.trouble?.message).toContain("nobody said where");
      const [keyless] = (await told(`${name}:1`, { ...rule, gpgKeyring: "/nowhere.gpg" })).checks;
      expect(keyless?.trouble?.message).toContain("/nowhere.gpg doesn't exist");
      // The same signature for another repository with the same image.
      const copy = await repository();
      const { digest } = await told(`${copy}:1`, {});
      const from = join(folder, "lookaside", name.slice(name.indexOf("/") + 1));
      const to = join(folder, "lookaside", copy.slice(copy.indexOf("/") + 1));
      execFileSync("cp", ["-r", `${from}@${digest.replace(":", "=")}`, `${to}@${digest.replace(":", "=")}`]);
      expect(await verdict(`${copy}:1`, rule)).toEqual(["other-repository"]);
      execFileSync("gpgconf", ["--homedir", home, "--kill", "gpg-agent"]);
    });
  },
);
