import { constants } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { EngineClient, unexpectedStatus } from "../../../transports/engine.ts";
import { type Trouble, TroubleError } from "../../../transports/trouble.ts";
import { imageLimits } from "../layers/limits.ts";
import { configurationsByIndex } from "./archive-index.ts";
import { openArchive } from "./archive-store.ts";
import type { BlobStore } from "./blob-store.ts";
import { openDockerArchive } from "./docker-archive.ts";
import { readDocument } from "./documents.ts";
import type { OpenImage } from "./open-image.ts";
import { garbled } from "./source-trouble.ts";

const inspected = z.object({
  Id: z.string(),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
});
const inspectMs = 30_000;

function thrown<T extends object>(it: T | Trouble): T {
  if ("kind" in it) throw new TroubleError(it as Trouble);
  return it;
}

/**
 * The image that an engine knows by a name, as it saves it. Its archive is kept in a file without a name while it is read:
 * large layers come before what tells their order.
 *
 * @throws TroubleError
 */
export async function openEngineImage(socket: string, name: string, signal: AbortSignal): Promise<OpenImage> {
  const engine = new EngineClient(socket);
  const path = `/images/${name.split("/").map(encodeURIComponent).join("/")}`;
  const limits = { maxBytes: imageLimits.documentBytes, timeoutMs: inspectMs, signal };
  const answer = thrown(await engine.get(`${path}/json`, limits));
  if (answer.status === 404)
    throw new TroubleError({
      kind: "unreachable",
      message: `${socket} has no image ${name}`,
      wouldVerify: "pull it there, or correct its reference",
    });
  if (answer.status !== 200) throw new TroubleError(unexpectedStatus(socket, `${path}/json`, answer.status));
  const { Id, RepoTags, RepoDigests } = readDocument(inspected, answer.body, `what ${socket} says of ${name}`);
  const store = await saved(engine, name, `${path}/get`, signal);
  try {
    const image = await openDockerArchive(store, undefined, "engine");
    const id = `sha256:${Id.replace(/^sha256:/, "")}`;
    // Engines with containerd's store know an image by its manifest, which is in what they hand out.
    const isManifest = (await configurationsByIndex(store)).get(id)?.includes(image.configDigest) === true;
    if (id !== image.configDigest && !isManifest)
      throw garbled(`${socket} says that ${name} is ${id} and hands out ${image.configDigest}`);
    const known = { tags: RepoTags ?? image.tags, repoDigests: RepoDigests ?? [] };
    return { ...image, ...known, ...(isManifest && { digest: id }) };
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw error;
  }
}

async function saved(engine: EngineClient, name: string, path: string, signal: AbortSignal): Promise<BlobStore> {
  const { status, chunks } = thrown(await engine.stream(path, { idleMs: imageLimits.idleMs, signal }));
  if (status !== 200) {
    await chunks[Symbol.asyncIterator]().return?.();
    throw new TroubleError(unexpectedStatus(engine.socket, path, status));
  }
  const folder = await mkdtemp(join(tmpdir(), "holdfast-image-"));
  try {
    const file = join(folder, "image.tar");
    await using handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    let bytes = 0;
    try {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > imageLimits.bytes) throw garbled(`${engine.socket} hands out more than ${imageLimits.bytes} bytes`);
        await handle.write(chunk);
      }
    } catch (error) {
      throw error instanceof TroubleError ? error : new TroubleError(engine.troubleOf(error));
    }
    return await openArchive(file, signal, `${name} from ${engine.socket}`);
  } finally {
    // Who has it open reads on.
    await rm(folder, { recursive: true, force: true });
  }
}
