import { setFlagsFromString } from "node:v8";
import type { Collector } from "../../src/probes/image/collectors/collector.ts";
import { collectedKinds, collectors } from "../../src/probes/image/collectors.ts";
import { collect } from "../../src/probes/image/layers/collect.ts";
import type { OpenImage } from "../../src/probes/image/sources/open-image.ts";
import { layerOfManyFiles } from "./many-files.ts";

// As the command line's program does before anything else.
setFlagsFromString("--semi-space-growth-factor=1");

/** Looks at an image of many small files for all facts, and tells what it found and the most memory that this process had. */
const [count = "0"] = process.argv.slice(2);
const configuration = {
  ...{ os: "linux", architecture: "amd64", user: "", environment: [], entrypoint: [], command: [], ports: [] },
  ...{ volumes: [], labels: {}, onBuild: [], history: [] },
};
const image = { layers: [layerOfManyFiles(Number(count))], diffIds: [], unseen: [], configuration };
const { layers, conclude } = await collect(
  image as unknown as OpenImage,
  collectedKinds.map((it) => collectors[it]),
  { signal: new AbortController().signal, fingerprint: () => "" },
);
const facts = Object.fromEntries(collectedKinds.map((it) => [it, conclude(collectors[it] as Collector<unknown>)]));
process.stdout.write(JSON.stringify({ layers, facts, rssKb: process.resourceUsage().maxRSS }));
