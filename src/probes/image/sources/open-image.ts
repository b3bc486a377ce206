import type { Provenance } from "../../observation.ts";
import type { ImageConfiguration } from "../collectors/collector.ts";
import type { LayerBlob } from "../layers/layer-blob.ts";
import type { BlobStore } from "./blob-store.ts";

export type SourceKind = "docker-archive" | "oci-archive" | "oci-layout" | "engine" | "registry";

/** An image whose manifest and configuration were read and verified; its layers are still to be read. */
export interface OpenImage extends AsyncDisposable {
  readonly source: SourceKind;
  /** Digest of the manifest, where the source has one. */
  readonly digest?: string;
  /** Digests of the indexes that led to it. */
  readonly indexDigests: readonly string[];
  /** The image layout that it lies in. */
  readonly store?: BlobStore;
  readonly configDigest: string;
  readonly tags: readonly string[];
  readonly repoDigests: readonly string[];
  readonly configuration: ImageConfiguration;
  /** diffIDs that the configuration names, from the bottom. */
  readonly diffIds: readonly string[];
  /** As many as there are diffIDs. */
  readonly layers: readonly LayerBlob[];
  readonly unseen: readonly { readonly reason: string; readonly wouldVerify: string }[];
  readonly provenance: readonly Provenance[];
}
