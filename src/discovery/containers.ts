import type { EngineSighting } from "../probes/neighbourhood/facts.ts";
import type { EstateInput, Note } from "./found.ts";
import { Naming } from "./naming.ts";

type Parts = { [K in "engines" | "containers" | "images"]: NonNullable<EstateInput[K]> };

const isImageName = (image: string): boolean => image !== "" && !/^(?:sha256:)?[0-9a-f]{12,64}$/.test(image);

/** Engines on this machine with the containers that run there and the images they were made from. */
export function draftContainers(sightings: readonly EngineSighting[]): {
  readonly parts: Parts;
  readonly notes: readonly Note[];
} {
  const [engineNames, containerNames, imageNames] = [
    new Naming("engine"),
    new Naming("container"),
    new Naming("image"),
  ];
  const parts: Parts = { engines: {}, containers: {}, images: {} };
  const images = new Set<string>();
  const notes: Note[] = [];
  for (const { socket, containers, trouble } of sightings) {
    if (!/^unix:\/\/\/[^\0]/.test(socket)) {
      const text = `DOCKER_HOST points to ${socket}, which is another place: declare it under \`engines\` if it is yours.`;
      notes.push({ path: "", text });
      continue;
    }
    const engine = engineNames.name(socket.includes("podman") ? "podman" : "docker");
    parts.engines[engine] = { socket };
    if (trouble !== undefined) {
      const text = `Its containers could not be listed: ${trouble.message}; would help: ${trouble.wouldVerify}.`;
      notes.push({ path: `/engines/${engine}`, text });
    }
    for (const it of containers ?? []) {
      const name = containerNames.name(it.name === "" ? it.id.slice(0, 12) : it.name);
      parts.containers[name] = { name: it.name === "" ? it.id : it.name, engine };
      notes.push({ path: `/containers/${name}`, text: `Running, made from ${it.image}.` });
      if (!isImageName(it.image) || images.has(it.image)) continue;
      images.add(it.image);
      const image = imageNames.name(it.image.replace(/@.*$/, "").replace(/^.*\//, ""));
      // What runs here is at this engine; its name may mean another image elsewhere.
      parts.images[image] = { reference: it.image, engine };
      notes.push({ path: `/images/${image}`, text: `The container ${it.name} was made from it.` });
    }
  }
  return { parts, notes };
}
