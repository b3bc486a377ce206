import type { ImageDeclaration } from "../../../estate/resolved.ts";
import { TroubleError } from "../../../transports/trouble.ts";
import { openArchive } from "./archive-store.ts";
import type { BlobStore } from "./blob-store.ts";
import { openDockerArchive } from "./docker-archive.ts";
import { openEngineImage } from "./engine-image.ts";
import { openFolder } from "./folder-store.ts";
import { openOciLayout } from "./oci-layout.ts";
import type { OpenImage } from "./open-image.ts";
import { openRegistryImage } from "./registry/registry-image.ts";

/** What of an image's or a base image's declaration says where it is. */
export type Whereabouts = Pick<ImageDeclaration, "reference" | "registries" | "socket" | "engine">;

/** Where a reference to a file or folder leads; `FILE:NAME` names one image of several. */
export function fileReference(reference: string) {
  const found = /^(docker-archive|oci-archive|oci):([^:]+)(?::(.+))?$/.exec(reference);
  if (found === null) return undefined;
  const [, form = "", path = "", name] = found;
  return { form, path, name };
}

/**
 * Opens an image where the estate says that it is: its manifest and configuration are read and verified, its layers not yet.
 *
 * @throws TroubleError
 */
export async function openImage(it: Whereabouts, signal: AbortSignal): Promise<OpenImage> {
  const file = fileReference(it.reference);
  if (file !== undefined) {
    const { form, path, name } = file;
    if (form === "oci") return opened(await openFolder(path), (store) => openOciLayout(store, "oci-layout", name));
    return opened(await openArchive(path, signal), (store) =>
      form === "docker-archive" ? openDockerArchive(store, name) : openOciLayout(store, "oci-archive", name),
    );
  }
  if (it.socket !== undefined) return openEngineImage(it.socket, it.reference, signal);
  if (it.engine !== undefined)
    throw new TroubleError({
      kind: "unsupported",
      message: `the estate doesn't say where the engine ${it.engine} is`,
      wouldVerify: "declare it under engines",
    });
  return openRegistryImage(it.reference, it.registries, signal);
}

async function opened(store: BlobStore, open: (store: BlobStore) => Promise<OpenImage>): Promise<OpenImage> {
  try {
    return await open(store);
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw error;
  }
}
