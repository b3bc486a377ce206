import pLimit from "p-limit";
import { probe } from "../probe.ts";
import { placesOf } from "./places.ts";
import { reach } from "./reach.ts";

export default probe({
  id: "remains",
  version: 1,
  subject: "system",
  yields: ["system-remains"],
  needs: ["network"],
  title: "What still answers, resolves or runs of a system that is out of use",
  ruledOut: ({ decommissioned }) =>
    decommissioned === undefined ? "the system is in use: nothing says that it was decommissioned" : undefined,
  async observe({ declared }, context) {
    const places = placesOf(declared).slice(0, context.budget.maxConnections);
    const limit = pLimit(16);
    const parts = await Promise.all(places.map((it) => limit(() => reach(it, context))));
    const provenance = parts.map(({ place }) => ({
      request: `connect to ${place}`,
      status: null,
      bytes: 0,
      sha256: "",
    }));
    return [{ fact: "system-remains", facts: { parts, inUseElsewhere: [...declared.inUseElsewhere] }, provenance }];
  },
});
