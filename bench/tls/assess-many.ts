/** A process of its own that assesses an estate with the TLS probe alone: `node assess-many.ts ESTATE RECORDING`. */
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { assess } from "../../src/assessment/assess.ts";
import { writeRecording } from "../../src/assessment/recording.ts";
import { localObserver } from "../../src/cli/observer.ts";
import { controls } from "../../src/controls/registry.ts";
import { estateSchema } from "../../src/estate/schema.ts";
import tls from "../../src/probes/tls/probe.ts";

const [from = "", to = ""] = process.argv.slice(2);
const { recording } = await assess(
  {
    estate: estateSchema.parse(parse(readFileSync(from, "utf8"))),
    source: "file",
    files: [],
    selection: { only: ["HAR-3", "SCN-3"], systems: [] },
    holdfast: "bench",
  },
  { controls, probes: [tls] },
  localObserver(new AbortController().signal, () => undefined),
);
writeFileSync(to, writeRecording(recording));
