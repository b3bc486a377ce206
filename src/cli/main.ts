#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { keepCompiled } from "./compile-cache.ts";

// What is young dies soon here: with room to grow it fills a hundred megabytes on a large estate and is no faster for it.
setFlagsFromString("--semi-space-growth-factor=1");
// While it is worked on, what was compiled is out of date soon.
if (import.meta.filename.endsWith(".js")) keepCompiled();
// Only what is loaded from here on is kept.
const { run } = await import("./run.ts");
process.exitCode = await run(process.argv);
