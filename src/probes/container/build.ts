import { TroubleError } from "../../transports/trouble.ts";
import { openEngineImage } from "../image/sources/engine-image.ts";
import type { OpenImage } from "../image/sources/open-image.ts";
import { inspectedImage } from "./engine-answers.ts";
import type { Questions } from "./questions.ts";

/** One build of an image, whose layers are read only when it is opened. */
export interface Build {
  /** Digest by which its engine or registry knows it. */
  readonly id: string;
  readonly created?: string;
  readonly diffIds: readonly string[];
  /** @throws TroubleError */
  readonly open: () => Promise<OpenImage>;
}

/** Engines may leave `sha256:` out. */
export const wholeId = (id: string): string => `sha256:${id.replace(/^sha256:/, "")}`;

/** The build that an engine knows by a name or id. @throws TroubleError where it knows none */
export async function engineBuild(
  questions: Questions,
  socket: string,
  name: string,
  signal: AbortSignal,
): Promise<Build> {
  const image = await questions.ask(
    `/images/${name.split("/").map(encodeURIComponent).join("/")}/json`,
    inspectedImage,
  );
  const diffIds = image?.RootFS?.Layers;
  if (image === undefined || diffIds == null)
    throw new TroubleError({
      ...{ kind: "unreachable", message: `${socket} has no image ${name}, or does not tell its layers` },
      wouldVerify: "keep the image that the container was made of",
    });
  const id = wholeId(image.Id);
  const created = image.Created ?? undefined;
  return { id, diffIds, ...(created !== undefined && { created }), open: () => openEngineImage(socket, id, signal) };
}
