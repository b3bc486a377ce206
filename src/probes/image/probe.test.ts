import { beforeAll, describe, expect, it } from "vitest";
import { imageArchive } from "../../../test/bed/image-archive.ts";
import { buildImage, saveImage, testbedHasImages } from "../../../test/bed/images.ts";
import { tarArchive } from "../../../test/bed/tar-archive.ts";
import { resolvedImage } from "../../estate/resolved.ts";
import { estateSchema } from "../../estate/schema.ts";
import { type FactKind, factSchemas } from "../fact-kinds.ts";
import type { ProbeContext, Told } from "../probe.ts";
import probe from "./probe.ts";

const ours: readonly FactKind[] = ["image-identity", "image-bases", "image-configuration"];

async function look(reference: string, bases: Record<string, string> = {}, wanted: readonly FactKind[] = ours) {
  const baseImages = Object.fromEntries(Object.entries(bases).map(([name, it]) => [name, { reference: it }]));
  const estate = estateSchema.parse({ estate: "test", images: { it: { reference } }, baseImages });
  const declared = resolvedImage(estate, estate.images["it"] ?? { reference });
  const context = { signal: new AbortController().signal, wanted: new Set(wanted), fingerprint: () => "" };
  const subject = { id: "image:it" as const, kind: "image" as const, name: "it", systems: [], declared };
  const told = await probe.observe(subject, context as unknown as ProbeContext);
  return new Map(told.map((it) => [it.fact, it as Told & { facts?: object; trouble?: object }]));
}

describe.skipIf(!testbedHasImages())("an image that was built on Debian", () => {
  let image: string;
  let base: string;
  let other: string;
  beforeAll(async () => {
    base = `docker-archive:${await saveImage("localhost/debian", "docker-archive")}`;
    image = `docker-archive:${await saveImage(
      await buildImage(
        "FROM localhost/debian\nRUN useradd --uid 4711 shop\nUSER shop\nHEALTHCHECK CMD true\nEXPOSE 8080\n",
        {},
        ["--format", "docker"],
      ),
      "docker-archive",
    )}`;
    other = imageArchive([tarArchive([{ path: "a" }])]);
  });

  it("is told with its base, its verified layers and its user", async () => {
    const told = await look(image, { debian: base, other, missing: "docker-archive:/nowhere.tar" });
    for (const [kind, it] of told) expect(() => factSchemas[kind].parse(it.facts)).not.toThrow();
    const diffIds = (told.get("image-bases")?.facts as { diffIds: string[] } | undefined)?.diffIds ?? [];
    expect(diffIds.length).toBeGreaterThan(1);
    expect(told.get("image-bases")?.facts).toMatchObject({
      bases: [
        { name: "debian", diffIds: diffIds.slice(0, 1) },
        { name: "missing", trouble: { kind: "unreachable" } },
        { name: "other", diffIds: [expect.not.stringMatching(diffIds[0] ?? "none")] },
      ],
    });
    expect(told.get("image-identity")?.facts).toMatchObject({
      layers: diffIds.map((diffId) => ({ diffId, verified: true })),
    });
    expect(told.get("image-configuration")?.facts).toMatchObject({
      ...{ user: "shop", userId: 4711, ports: ["8080/tcp"], healthcheck: "set" },
    });
  });

  it("is asked only for what is wanted", async () => {
    expect([...(await look(image, {}, ["image-identity"])).keys()]).toEqual(["image-identity"]);
  });
});

describe("an image that lies or is not there", () => {
  const layer = tarArchive([{ path: "etc/passwd", content: "shop:x:1000:1000::/:\n" }]);

  it("tells of its lie, and nothing that would rest on it", async () => {
    const told = await look(imageArchive([layer], { diffIds: [`sha256:${"0".repeat(64)}`], config: { User: "shop" } }));
    expect(told.get("image-identity")?.facts).toMatchObject({ layers: [{ verified: false }], unseen: [{}] });
    expect(told.get("image-bases")?.trouble).toMatchObject({ kind: "unparsable" });
    expect(told.get("image-configuration")?.facts).not.toHaveProperty("userId");
  });

  it("is trouble for every fact", async () => {
    const told = await look("docker-archive:/nowhere.tar");
    expect([...told.keys()].sort()).toEqual([...ours].sort());
    for (const it of told.values()) expect(it.trouble).toMatchObject({ kind: "unreachable" });
  });
});
