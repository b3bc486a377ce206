import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { runFolder } from "./run-folder.ts";
import { tarArchive, type Written } from "./tar-archive.ts";

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const blob = (bytes: Buffer): Written => ({ path: `blobs/sha256/${sha256(bytes)}`, content: bytes });

interface Parts {
  readonly config: Buffer;
  readonly layers: readonly Buffer[];
}

/** The parts of an image that podman saved as an OCI layout; its layers unpacked, as an engine keeps them. */
export function partsOf(layout: string): Parts {
  const read = (digest: string) => readFileSync(join(layout, "blobs/sha256", digest.replace("sha256:", "")));
  const [first] = JSON.parse(readFileSync(join(layout, "index.json"), "utf8")).manifests;
  const manifest = JSON.parse(read(first.digest).toString());
  const layers = manifest.layers.map(({ digest }: { digest: string }) => gunzipSync(read(digest)));
  return { config: read(manifest.config.digest), layers };
}

/** Writes entries as an archive and gives its path. */
export function archiveOf(entries: readonly Written[]): string {
  const path = join(runFolder("saved"), "image.tar");
  writeFileSync(path, tarArchive(entries));
  return path;
}

/** An archive as Docker up to version 24 saves one: a folder for each layer, named after nothing in it. */
export function legacySave({ config, layers }: Parts, name: string): string {
  const folders = layers.map((_, i) => sha256(Buffer.from(`legacy ${i}`)));
  const paths = folders.map((it) => `${it}/layer.tar`);
  const manifest = [{ Config: `${sha256(config)}.json`, RepoTags: [name], Layers: paths }];
  return archiveOf([
    ...layers.flatMap((content, i) => [
      { path: `${folders[i]}/`, flag: "5" },
      { path: `${folders[i]}/VERSION`, content: "1.0" },
      { path: `${folders[i]}/json`, content: JSON.stringify({ id: folders[i] }) },
      { path: paths[i] ?? "", content },
    ]),
    { path: `${sha256(config)}.json`, content: config },
    { path: "manifest.json", content: JSON.stringify(manifest) },
    { path: "repositories", content: JSON.stringify({ [name]: { latest: folders.at(-1) } }) },
  ]);
}

/**
 * An archive as Docker since version 25 saves one: an OCI layout with `manifest.json` beside its index. `indexed` is another
 * image that the index leads to; `nested` puts an index of platforms, of which one is there, between.
 */
export function modernSave(image: Parts, name: string, wish: { indexed?: Parts; nested?: boolean } = {}) {
  const { indexed = image, nested = false } = wish;
  const descriptor = (mediaType: string, it: Buffer) => ({
    mediaType,
    digest: `sha256:${sha256(it)}`,
    size: it.length,
  });
  const manifest = Buffer.from(
    JSON.stringify({
      ...{ schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json" },
      config: descriptor("application/vnd.oci.image.config.v1+json", indexed.config),
      layers: indexed.layers.map((it) => descriptor("application/vnd.oci.image.layer.v1.tar", it)),
    }),
  );
  const own = descriptor("application/vnd.oci.image.manifest.v1+json", manifest);
  const platform = { os: "linux", architecture: process.arch === "x64" ? "amd64" : process.arch };
  const absent = { ...own, digest: `sha256:${"0".repeat(64)}`, platform: { os: "linux", architecture: "s390x" } };
  const platforms = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [absent, { ...own, platform }] }));
  const top = nested ? descriptor("application/vnd.oci.image.index.v1+json", platforms) : own;
  const annotations = { "io.containerd.image.name": name, "org.opencontainers.image.ref.name": "latest" };
  const paths = image.layers.map((it) => `blobs/sha256/${sha256(it)}`);
  const saved = [{ Config: `blobs/sha256/${sha256(image.config)}`, RepoTags: [name], Layers: paths, LayerSources: {} }];
  const path = archiveOf([
    { path: "blobs/", flag: "5" },
    { path: "blobs/sha256/", flag: "5" },
    ...[image.config, ...image.layers, indexed.config, manifest, platforms].map(blob),
    { path: "index.json", content: JSON.stringify({ schemaVersion: 2, manifests: [{ ...top, annotations }] }) },
    { path: "manifest.json", content: JSON.stringify(saved) },
    { path: "oci-layout", content: '{"imageLayoutVersion":"1.0.0"}' },
  ]);
  return { path, id: top.digest };
}
