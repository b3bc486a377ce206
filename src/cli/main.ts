#!/usr/bin/env node
import { keepCompiled } from "./compile-cache.ts";

// While it is worked on, what was compiled is out of date soon.
if (import.meta.filename.endsWith(".js")) keepCompiled();
// Only what is loaded from here on is kept.
const { run } = await import("./run.ts");
process.exitCode = await run(process.argv);
