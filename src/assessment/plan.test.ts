import { expect, it } from "vitest";
import { control } from "../controls/control.ts";
import { estateSchema } from "../estate/schema.ts";
import { probe } from "../probes/probe.ts";
import { indexObservations, judge } from "./judge.ts";
import { plan } from "./plan.ts";

const estate = estateSchema.parse({
  estate: "example",
  environments: { production: { kind: "production" } },
  systems: { shop: { environment: "production", databases: ["orders", "cache"] } },
  databases: {
    orders: { kind: "postgresql", address: "db.example.com:5432" },
    cache: { kind: "redis", address: "cache.example.com:6379" },
  },
});
const asked = control({
  ...{ id: "asked", requirement: "BCK-2", aspect: "no-anonymous", subject: "database", severity: "high" },
  ...{ observes: ["database-access"], title: "Asked", problems: {}, remedy: {} },
  judge: () => ({ outcome: "holds", because: "it was seen" }),
});
const ofPostgresql = probe({
  ...{ id: "of-postgresql", version: 1, subject: "database", yields: ["database-access"], needs: ["network"] },
  title: "One product",
  appliesTo: ({ kind }) => kind === "postgresql",
  observe: async () => [],
});

it("points a probe at what it applies to, and leaves the rest unknown", () => {
  const planned = plan(estate, [asked], [ofPostgresql]);
  expect(planned.looks.map((it) => it.subject.id)).toEqual(["database:orders"]);
  const { outcomes } = judge(planned, indexObservations([]), estate, new Date());
  expect(outcomes.map((it) => [it.subject, it.outcome])).toEqual([
    [
      "database:cache",
      { outcome: "unknown", gaps: [expect.objectContaining({ reason: expect.stringContaining("no probe") })] },
    ],
    [
      "database:orders",
      { outcome: "unknown", gaps: [expect.objectContaining({ reason: expect.stringContaining("not observed") })] },
    ],
  ]);
});
