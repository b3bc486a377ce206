import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../../../test/bed/engine.ts";
import { imageArchive } from "../../../../test/bed/image-archive.ts";
import { buildImage, podman, saveImage, testbedHasImages } from "../../../../test/bed/images.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { copyImage, startRegistry, type TestRegistry } from "../../../../test/bed/registry.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { tarArchive } from "../../../../test/bed/tar-archive.ts";
import { registrySchema } from "../../../estate/schema.ts";
import { identityOf } from "../identity.ts";
import { collect } from "../layers/collect.ts";
import { openImage, type Whereabouts } from "./open.ts";

/** The account puller with the password `right`, as bcrypt writes it. */
const htpasswd = "puller:$2b$04$pHeSXofLhmqRzGvvE6..Y.5lwn1EoVl7UpU3QTVdnCQBT0GImaoni\n";
const context = { signal: new AbortController().signal, fingerprint: () => "" };

async function identity(reference: string, more: Partial<Whereabouts> = {}) {
  await using image = await openImage({ reference, registries: [], ...more }, context.signal);
  return identityOf(image, await collect(image, [], context));
}

describe.skipIf(!testbedHasImages() || !["skopeo", "docker-registry"].every(testbedHas))(
  "one image, wherever it is",
  () => {
    let image: string;
    let id: string;
    let archive: string;
    let registry: TestRegistry;
    beforeAll(async () => {
      image = await buildImage("FROM scratch\nCOPY one /etc/\nCOPY two /srv/\nENV API_TOKEN=abcdef123456\nUSER 7:8\n", {
        one: "1",
        two: "x".repeat(100_000),
      });
      id = `sha256:${await podman("image", "inspect", "--format", "{{.Id}}", image)}`;
      archive = await saveImage(image, "docker-archive");
      registry = await startRegistry({ tls: true, htpasswd });
    });
    afterAll(() => registry?.stop());

    const sound = { unseen: [], layers: [{ verified: true }, { verified: true }] };

    it("is the same from a docker-archive, by its name too, and its history holds no secret", async () => {
      const told = await identity(`docker-archive:${archive}`);
      expect(told).toMatchObject({ ...sound, source: "docker-archive", configDigest: id, tags: [image] });
      expect(JSON.stringify(told.history)).toContain("API_TOKEN=…");
      expect(JSON.stringify(told.history)).not.toContain("abcdef");
      expect(await identity(`docker-archive:${archive}:${image}`)).toEqual(told);
      await expect(identity(`docker-archive:${archive}:localhost/other:1`)).rejects.toThrow("has no image");
    });

    it("is the same from an OCI archive and an OCI layout", async () => {
      const whole = { ...sound, digest: expect.stringMatching(/^sha256:/) };
      const packed = await identity(`oci-archive:${await saveImage(image, "oci-archive")}`);
      expect(packed).toMatchObject({ ...whole, source: "oci-archive", layers: [{ compression: "gzip" }, {}] });
      const layout = await saveImage(image, "oci-dir");
      expect(await identity(`oci:${layout}`)).toMatchObject({ ...whole, source: "oci-layout" });
      const large = readdirSync(join(layout, "blobs/sha256")).map((it) => join(layout, "blobs/sha256", it));
      for (const it of large) if (readFileSync(it)[0] === 0x1f) writeFileSync(it, "no layer");
      expect((await identity(`oci:${layout}`)).layers).toMatchObject([{ verified: false }, { verified: false }]);
      for (const it of large) writeFileSync(it, `${readFileSync(it)} `);
      await expect(identity(`oci:${layout}`)).rejects.toThrow("doesn't have the digest");
    });

    it("is the same from an engine, which leaves no file behind", async () => {
      const engine = await startEngine();
      const from = { socket: engine.socket, engine: "here" };
      try {
        const before = readdirSync(tmpdir()).filter((it) => it.startsWith("holdfast-image-"));
        expect(await identity(image, from)).toMatchObject({
          ...sound,
          source: "engine",
          configDigest: id,
          tags: [image],
        });
        expect(readdirSync(tmpdir()).filter((it) => it.startsWith("holdfast-image-"))).toEqual(before);
        await expect(identity("localhost/none:1", from)).rejects.toThrow("has no image localhost/none:1");
      } finally {
        await engine.stop();
      }
      await expect(identity(image, { socket: `${engine.socket}-none` })).rejects.toThrow("doesn't exist");
    });

    it.each(["v2s2", "oci"])("is the same from a registry with TLS and an account, pushed as %s", async (format) => {
      const reference = `${registry.host}/team/shop:${format}`;
      await copyImage(
        `docker-archive:${archive}`,
        `docker://${reference}`,
        "--format",
        format,
        "--dest-creds",
        "puller:right",
      );
      process.env["REGISTRY_PASSWORD"] = "right";
      const declared = registrySchema.parse({
        ...{ host: registry.host, trust: registry.trust, user: "puller", password: "env:REGISTRY_PASSWORD" },
      });
      const told = await identity(reference, { registries: [declared] });
      expect(told).toMatchObject({ ...sound, source: "registry", tags: [reference] });
      expect(await identity(told.repoDigests[0] ?? "", { registries: [declared] })).toMatchObject({
        digest: told.digest,
      });
      const stranger = { ...declared, user: undefined, password: undefined };
      await expect(identity(reference, { registries: [stranger] })).rejects.toThrow("may not be read (401)");
      await expect(identity(reference, { registries: [{ ...declared, trust: undefined }] })).rejects.toThrow(
        "can't be trusted",
      );
      await expect(identity(reference)).rejects.toThrow("can't be trusted");
      await expect(identity(`${registry.host}/team/none:1`, { registries: [declared] })).rejects.toThrow(
        "doesn't exist",
      );
      process.env["REGISTRY_PASSWORD"] = "wrong";
      await expect(identity(reference, { registries: [declared] })).rejects.toThrow("may not be read (401)");
    });
  },
);

describe("an image that can't be had", () => {
  const layer = tarArchive([{ path: "a", content: "1".repeat(5000) }]);

  it("is told by what is missing", async () => {
    await expect(identity("docker-archive:/nowhere/it.tar")).rejects.toThrow("/nowhere/it.tar doesn't exist");
    await expect(identity("oci:/nowhere")).rejects.toThrow("doesn't exist");
    const folder = runFolder("none");
    await expect(identity(`docker-archive:${folder}`)).rejects.toThrow("no regular file");
    await expect(identity(`oci:${folder}`)).rejects.toThrow("no index.json");
    writeFileSync(join(folder, "text"), "hello ".repeat(200));
    await expect(identity(`docker-archive:${join(folder, "text")}`)).rejects.toThrow("no tar archive");
    await expect(identity("UPPER")).rejects.toThrow("no reference");
  });

  it("whose archive is cut off is not read as whole", async () => {
    const reference = imageArchive([layer]);
    const path = reference.replace("docker-archive:", "");
    truncateSync(path, 3000);
    await expect(identity(reference)).rejects.toThrow("no manifest.json");
  });
});

describe("a registry that means harm", () => {
  async function registryThat(
    answer: (url: string, authorization: string | undefined) => { status: number; head: object },
  ) {
    const asked: { url: string; authorization: string | undefined }[] = [];
    const server = createServer(({ url = "", headers }, response) => {
      asked.push({ url, authorization: headers.authorization });
      const { status, head } = answer(url, headers.authorization);
      response.writeHead(status, { ...head }).end("x".repeat(10));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    return { host: `127.0.0.1:${port}`, port, asked, [Symbol.dispose]: () => void server.close() };
  }
  const account = { user: "puller", password: "env:REGISTRY_PASSWORD", plainHttp: true };

  it("gets no password sent to where it sends for tokens, nor to where it redirects", async () => {
    process.env["REGISTRY_PASSWORD"] = "right";
    using thief = await registryThat(() => ({ status: 200, head: {} }));
    const elsewhere = `http://localhost:${thief.port}/token`;
    using tokens = await registryThat(() => ({
      status: 401,
      head: { "www-authenticate": `Bearer realm="${elsewhere}"` },
    }));
    const sent = { registries: [registrySchema.parse({ host: tokens.host, ...account })] };
    await expect(identity(`${tokens.host}/a:1`, sent)).rejects.toThrow("which nobody declared");
    expect(thief.asked).toEqual([]);
    using redirects = await registryThat((_, authorization) =>
      authorization === undefined
        ? { status: 401, head: { "www-authenticate": "Basic realm=x" } }
        : { status: 307, head: { location: elsewhere } },
    );
    const redirected = { registries: [registrySchema.parse({ host: redirects.host, ...account })] };
    await expect(identity(`${redirects.host}/a:1`, redirected)).rejects.toThrow("makes no sense");
    expect(thief.asked).toEqual([{ url: "/token", authorization: undefined }]);
    expect(redirects.asked[1]?.authorization).toMatch(/^Basic /);
  });

  it("is not followed for ever, and not without TLS unless that was declared", async () => {
    using circle = await registryThat((url) => ({ status: 302, head: { location: `${url}x` } }));
    const plain = [registrySchema.parse({ host: circle.host, plainHttp: true })];
    await expect(identity(`${circle.host}/a:1`, { registries: plain })).rejects.toThrow("redirects too often");
    expect(circle.asked.length).toBeLessThan(6);
    const before = circle.asked.length;
    await expect(identity(`${circle.host}/a:1`)).rejects.toThrow("TLS");
    expect(circle.asked).toHaveLength(before);
  });
});
