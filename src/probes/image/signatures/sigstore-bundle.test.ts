import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildImage, saveImage, testbedHasImages } from "../../../../test/bed/images.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { startReferrersFront } from "../../../../test/bed/referrers-front.ts";
import { copyImage, startRegistry, type TestRegistry } from "../../../../test/bed/registry.ts";
import { signingKey, toldSignatures } from "../../../../test/bed/signatures.ts";
import { attachBundle, bundleType, plainBundle, statedBundle, statement } from "../../../../test/bed/sigstore.ts";
import { bundleVerdict } from "./sigstore-bundle.ts";

const sha256 = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

describe.skipIf(!testbedHasImages() || !["skopeo", "docker-registry"].every(testbedHas))("sigstore's bundles", () => {
  let registry: TestRegistry;
  let layout: string;
  let pushed = 0;
  beforeAll(async () => {
    registry = await startRegistry();
    layout = await saveImage(await buildImage("FROM scratch\nCOPY it /\n", { it: "bundle" }), "oci-dir");
  });
  afterAll(() => registry?.stop());

  async function pushedImage() {
    pushed += 1;
    const name = `${registry.host}/team/bundled${pushed}`;
    await copyImage(`oci:${layout}`, `docker://${name}:1`);
    const { digest } = await toldSignatures(registry.host, `${name}:1`, {});
    return { name, digest };
  }
  const checkOf = async (name: string, cosignKey: string, host = registry.host) =>
    (await toldSignatures(host, `${host}${name.slice(name.indexOf("/"))}:1`, { cosignKey })).checks[0];

  it.each(["ec", "p384", "rsa", "ed25519"] as const)(
    "by an %s key are verified where their tag lists them",
    async (kind) => {
      const { key, file } = signingKey(kind);
      const { name, digest } = await pushedImage();
      expect(await checkOf(name, file)).toMatchObject({ result: "none-found" });
      await attachBundle(name, digest, await statedBundle(key, statement(digest)));
      expect(await checkOf(name, file)).toEqual({ kind: "cosign", key: file, result: "verified" });
      expect(await checkOf(name, signingKey(kind).file)).toMatchObject({ result: "wrong-key" });
    },
  );

  it("are found through the referrers API, on every page of it", async () => {
    const [first, second] = [signingKey("ec"), signingKey("ec")];
    const { name, digest } = await pushedImage();
    await attachBundle(name, digest, await statedBundle(first.key, statement(digest)));
    await attachBundle(name, digest, await statedBundle(second.key, statement(digest)));
    const front = await startReferrersFront(registry.host);
    try {
      expect(await checkOf(name, first.file, front.host)).toMatchObject({ result: "verified" });
      expect(await checkOf(name, second.file, front.host)).toMatchObject({ result: "verified" });
    } finally {
      front.stop();
    }
  });

  it("are not told to be missing where a registry refuses to list what refers to the image", async () => {
    const { file } = signingKey("ec");
    const { name } = await pushedImage();
    for (const [status, kind] of [
      [403, "denied"],
      [429, "budget"],
      [500, "unsupported"],
    ] as const) {
      const front = await startReferrersFront(registry.host, status);
      try {
        expect(await checkOf(name, file, front.host)).toMatchObject({ result: "none-found", trouble: { kind } });
      } finally {
        front.stop();
      }
    }
  });

  it("that say something else than that this image is signed are no signatures of it", async () => {
    const { key, file } = signingKey("ec");
    const wrongs = [
      [
        (it: string) => statedBundle(key, statement(it, { predicateType: "https://slsa.dev/provenance/v1" })),
        "none-found",
      ],
      [() => statedBundle(key, statement(sha256(Buffer.from("another")))), "other-digest"],
      [(it: string) => statedBundle(key, statement(it, { name: "registry.example.com/evil" })), "other-repository"],
      [async () => Buffer.from("{"), "malformed"],
      [() => statedBundle(key, Buffer.from("no statement")), "malformed"],
    ] as const;
    for (const [bundle, result] of wrongs) {
      const { name, digest } = await pushedImage();
      await attachBundle(name, digest, await bundle(digest));
      const check = await checkOf(name, file);
      expect(check).toMatchObject({ result });
      expect(check).not.toHaveProperty("trouble");
    }
    const { name, digest } = await pushedImage();
    await attachBundle(name, digest, await plainBundle(key, Buffer.from("x")));
    expect(await checkOf(name, file)).toMatchObject({ result: "none-found", trouble: { kind: "unparsable" } });
    await attachBundle(name, digest, await statedBundle(key, statement(digest, { name })));
    expect(await checkOf(name, file)).toMatchObject({ result: "verified" });
  });

  it("are verified in a layout, by their subject and by the list of what refers to the image", async () => {
    const { key, file } = signingKey("ec");
    const rule = { cosignKey: file, repositories: ["registry.example.com/shop"] };
    for (const listed of [false, true]) {
      const folder = await saveImage(await buildImage("FROM scratch\nCOPY it /\n", { it: `${listed}` }), "oci-dir");
      const verdict = async () =>
        (await toldSignatures(registry.host, `oci:${folder}`, rule, "registry.example.com/shop")).checks[0]?.result;
      const { digest } = await toldSignatures(registry.host, `oci:${folder}`, rule);
      expect(await verdict()).toBe("none-found");
      const put = (bytes: Buffer, mediaType: string) => {
        writeFileSync(join(folder, "blobs/sha256", sha256(bytes).slice(7)), bytes);
        return { mediaType, size: bytes.length, digest: sha256(bytes) };
      };
      const manifestType = "application/vnd.oci.image.manifest.v1+json";
      const manifest = {
        ...{ schemaVersion: 2, mediaType: manifestType, artifactType: bundleType },
        config: put(Buffer.from("{}"), "application/vnd.oci.empty.v1+json"),
        layers: [put(await statedBundle(key, statement(digest)), bundleType)],
        subject: { mediaType: manifestType, size: 1, digest },
      };
      const referrer = { ...put(Buffer.from(JSON.stringify(manifest)), manifestType), artifactType: bundleType };
      const list = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [referrer] }));
      const annotations = { "org.opencontainers.image.ref.name": digest.replace(":", "-") };
      const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
      index.manifests.push(
        listed ? { ...put(list, "application/vnd.oci.image.index.v1+json"), annotations } : referrer,
      );
      writeFileSync(join(folder, "index.json"), JSON.stringify(index));
      expect(await verdict()).toBe("verified");
    }
  });
});

describe("a bundle that somebody changed", () => {
  const digest = sha256(Buffer.from("image"));
  const image = { repository: "registry.example.com/shop", digests: [digest] };

  it("is signed by nobody, whatever of it was changed", async () => {
    const { key, file } = signingKey("ec");
    const bundle = JSON.parse((await statedBundle(key, statement(digest))).toString());
    const verified = (it: unknown) =>
      bundleVerdict(Buffer.from(JSON.stringify(it)), image, (payload, signature) =>
        opensslVerifies(file, payload, signature),
      );
    expect(verified(bundle)).toBe("verified");
    const { dsseEnvelope: it } = bundle;
    const otherwise = Buffer.from(statement(digest).toString().replace("{}}", '{"a":1}}')).toString("base64");
    expect(verified({ ...bundle, dsseEnvelope: { ...it, payload: otherwise } })).toBe("wrong-key");
    expect(verified({ ...bundle, dsseEnvelope: { ...it, payloadType: "text/plain" } })).toBe("malformed");
    expect(verified({ ...bundle, dsseEnvelope: { ...it, signatures: [] } })).toBe("wrong-key");
    expect(verified({ ...bundle, dsseEnvelope: { ...it, signatures: [{ sig: "=" }] } })).toBe("malformed");
    expect(verified({ mediaType: bundle.mediaType })).toBe("other-kind");
  });

  /** A second opinion on what was signed, and by whom. */
  function opensslVerifies(publicKey: string, payload: Buffer, signature: string): boolean {
    const place = `${publicKey}.signature`;
    writeFileSync(place, Buffer.from(signature, "base64"));
    const args = ["dgst", "-sha256", "-verify", publicKey, "-signature", place];
    try {
      return execFileSync("openssl", args, { input: payload, stdio: "pipe" }).includes("Verified OK");
    } catch {
      return false;
    }
  }
});
