import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { archiveOf, legacySave, modernSave, partsOf } from "../../../../test/bed/docker-save.ts";
import { buildImage, podman, saveImage, testbedHasImages } from "../../../../test/bed/images.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { copyImage } from "../../../../test/bed/registry.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { identityOf } from "../identity.ts";
import { collect } from "../layers/collect.ts";
import { openImage, type Whereabouts } from "./open.ts";

const context = { signal: new AbortController().signal, fingerprint: () => "" };

async function identity(reference: string, more: Partial<Whereabouts> = {}) {
  await using image = await openImage({ reference, registries: [], ...more }, context.signal);
  return identityOf(image, await collect(image, [], context));
}

describe.skipIf(!testbedHasImages() || !testbedHas("skopeo"))("an archive that an engine saved", () => {
  let name: string;
  let told: Awaited<ReturnType<typeof identity>>;
  let layout: string;
  let other: string;
  beforeAll(async () => {
    const two = { one: "1", two: "x".repeat(70_000) };
    name = await buildImage("FROM scratch\nCOPY one /etc/\nCOPY two /srv/\n", two);
    told = await identity(`docker-archive:${await saveImage(name, "docker-archive")}`);
    layout = await saveImage(name, "oci-dir");
    other = await saveImage(await buildImage("FROM scratch\nCOPY one /etc/\n", two), "oci-dir");
  });
  const sound = { unseen: [], layers: [{ verified: true }, { verified: true }] };

  it("is read as Docker wrote it up to version 24", async () => {
    expect(await identity(`docker-archive:${legacySave(partsOf(layout), name)}`)).toEqual(told);
    expect(told).toMatchObject(sound);
  });

  it.each([false, true])("is read as Docker writes it since version 25 (index of platforms: %s)", async (nested) => {
    const { path } = modernSave(partsOf(layout), name, { nested });
    expect(await identity(`docker-archive:${path}`)).toEqual(told);
    expect(await identity(`docker-archive:${path}:${name}`)).toEqual(told);
    const packed = await identity(`oci-archive:${path}`);
    expect(packed).toMatchObject({ ...sound, configDigest: told.configDigest });
  });

  it("is read as skopeo writes it, and from among several that podman saved", async () => {
    const copied = join(runFolder("copied"), "image.tar");
    await copyImage(`oci:${layout}`, `docker-archive:${copied}:${name}`);
    expect(await identity(`docker-archive:${copied}`)).toEqual(told);
    const many = join(runFolder("many"), "images.tar");
    const second = await buildImage("FROM scratch\nCOPY three /etc/\n", { three: "3" });
    await podman("save", "--quiet", "--multi-image-archive", "--output", many, name, second);
    expect(await identity(`docker-archive:${many}:${name}`)).toEqual(told);
    await expect(identity(`docker-archive:${many}`)).rejects.toThrow("has 2 images: name one");
  });

  it("is not read where one engine would find another image in it than the next", async () => {
    const { path } = modernSave(partsOf(layout), name, { indexed: partsOf(other) });
    await expect(identity(`docker-archive:${path}`)).rejects.toThrow("leads to another image by its index.json");
  });

  it("ends, whatever its index leads back to", async () => {
    const index = (digest: string) => JSON.stringify({ schemaVersion: 2, manifests: [{ digest, size: 1 }] });
    // No digest can be that of what holds it; a lie about it is found out.
    const lie = `sha256:${"1".repeat(64)}`;
    const { config, layers } = partsOf(layout);
    const saved = [{ Config: "config.json", RepoTags: [name], Layers: layers.map((_, i) => `${i}.tar`) }];
    const path = archiveOf([
      { path: `blobs/sha256/${"1".repeat(64)}`, content: index(lie) },
      { path: "index.json", content: index(lie) },
      { path: "config.json", content: config },
      ...layers.map((content, i) => ({ path: `${i}.tar`, content })),
      { path: "manifest.json", content: JSON.stringify(saved) },
    ]);
    expect(await identity(`docker-archive:${path}`)).toEqual(told);
    await expect(identity(`oci-archive:${path}`)).rejects.toThrow("doesn't have the digest");
  });

  it.each([
    ["its configuration, as engines do by default", false],
    ["its manifest, as those with containerd's store do", true],
  ])("is taken from an engine that knows the image by %s", async (_, byManifest) => {
    const { path, id } = modernSave(partsOf(layout), name);
    const Id = byManifest ? id : told.configDigest;
    const socket = join(runFolder("engine"), "it.sock");
    let said = Id;
    const server = createServer(({ url = "" }, response) => {
      if (url.endsWith("/get")) createReadStream(path).pipe(response);
      else response.end(JSON.stringify({ Id: said, RepoTags: [name], RepoDigests: null }));
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    try {
      const from = { socket: `unix://${socket}`, engine: "here" };
      const { digest } = await identity(name, from);
      expect(digest).toBe(byManifest ? id : undefined);
      said = `sha256:${"2".repeat(64)}`;
      await expect(identity(name, from)).rejects.toThrow("and hands out");
    } finally {
      server.close();
    }
  });
});
