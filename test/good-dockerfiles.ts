import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../src/probes/dockerfile/fixtures/", import.meta.url);

/** Dockerfiles in the manner of those that distributions and projects publish, by name. */
export const goodDockerfiles: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .sort()
    .map((name) => [name.replace(/\.Dockerfile$/, ""), readFileSync(new URL(name, folder), "utf8")]),
);
