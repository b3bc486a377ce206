import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Control } from "../../src/controls/control.ts";
import { controls } from "../../src/controls/registry.ts";
import { render } from "../../src/controls/render.ts";
import {
  endpointSchema,
  estateSchema,
  hostSchema,
  type Policy,
  policySchema,
  systemSchema,
} from "../../src/estate/schema.ts";
import { subjectsOf } from "../../src/estate/subjects.ts";
import { factSchemas } from "../../src/probes/fact-kinds.ts";
import { probes } from "../../src/probes/registry.ts";
import type { Outcome } from "../../src/verdict/outcome.ts";
import { arbitraryOf } from "../arbitrary-facts.ts";

const camel = (kind: string) => kind.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const facts = new Map(
  Object.entries(factSchemas).map(([kind, schema]) => [
    kind,
    arbitraryOf(schema).filter((it) => schema.safeParse(it).success),
  ]),
);
const judged = estateSchema.parse({
  estate: "judged",
  environments: { production: { kind: "production" } },
  systems: {
    shop: { environment: "production", databases: ["orders"] },
    old: { environment: "production", databases: ["bare"], decommissioned: "2025-12-01" },
  },
  hosts: { web: {} },
  people: { ann: { accounts: ["ann"] }, bob: { status: "left", left: "2025-12-01", accounts: ["bob"] } },
  baseImages: { debian: { reference: "registry.example.com/debian:12" } },
  images: { bare: { reference: "shop" }, shop: { reference: "registry.example.com/shop:1" } },
  dockerfiles: { shop: { path: "Dockerfile" } },
  composeFiles: { shop: { path: "compose.yaml" } },
  databases: {
    bare: { kind: "redis", address: "/run/redis.sock" },
    orders: {
      ...{ kind: "postgresql", address: "db.example.com:5432", administrators: ["dba"] },
      applications: { shop: { privileges: ["SELECT ON orders"], from: ["10.1.0.0/16"] } },
    },
  },
  containers: {
    bare: { name: "bare" },
    shop: {
      ...{ name: "shop", maxLifetimeDays: 7, listeners: [{ port: 8080, purpose: "the shop", clients: "anyone" }] },
      needs: { root: "binds a low port", capabilities: { NET_BIND_SERVICE: "binds a low port" } },
    },
  },
});
/** What the estate below says of its subjects of one kind, with all that belongs to them. */
function declaredAs(kind: string): fc.Arbitrary<object> {
  return fc.constantFrom(
    ...subjectsOf(judged)
      .filter((it) => it.kind === kind)
      .map((it) => it.declared as object),
  );
}
const declarations = {
  estate: declaredAs("estate"),
  system: declaredAs("system"),
  endpoint: fc.constantFrom(
    ...[{ url: "https://shop.example.com/" }, { url: "http://shop.example.com/" }].map((it) =>
      endpointSchema.parse(it),
    ),
    endpointSchema.parse({
      url: "https://shop.example.com/",
      confidential: false,
      methods: ["put"],
      technology: ["php"],
    }),
  ),
  host: fc.constantFrom(
    hostSchema.parse({}),
    hostSchema.parse({
      listeners: [{ port: 80, clients: "local" }],
      units: ["a.service"],
      unitsDecided: true,
      admins: ["ann"],
    }),
  ),
  image: declaredAs("image"),
  dockerfile: declaredAs("dockerfile"),
  "compose-file": declaredAs("compose-file"),
  container: declaredAs("container"),
  database: declaredAs("database"),
};
const policies = [
  policySchema.parse({}),
  policySchema.parse({
    trustedRepositories: ["registry.example.com", "docker.io/library/debian"],
    trustedDownloads: ["https://downloads.example.com/"],
    imageSignatures: [{ repositories: ["registry.example.com"], cosignKey: "cosign.pub" }],
    imageMaxAgeDays: 30,
  }),
];
const now = new Date("2026-01-01T00:00:00Z");

interface Given {
  readonly seen: Readonly<Record<string, unknown>>;
  readonly across: Readonly<Record<string, readonly object[]>>;
  readonly declared: object;
  readonly policy: Policy;
}

/** Every subject of the estate of which a kind of fact was told, at most two here. */
function toldOfAll(kind: string): fc.Arbitrary<object[]> {
  const telling = probes.filter((it) => it.yields.some((fact) => fact === kind)).map((it) => it.subject);
  const subjects = subjectsOf(judged).filter((it) => telling.some((subject) => subject === it.kind));
  if (subjects.length === 0) return fc.constant([]);
  const one = fc.record({ subject: fc.constantFrom(...subjects), facts: facts.get(kind) ?? fc.constant({}) });
  return fc.array(one, { maxLength: 2 });
}

/** Judges as the engine does, but takes a text's placeholder without a value for a mistake. */
function judge(control: Control, { seen, across, declared, policy }: Given): Outcome {
  const subject = { id: `${control.subject}:it`, kind: control.subject, name: "it", systems: ["shop"], declared };
  return control.judge(seen as never, {
    subject: subject as Parameters<Control["judge"]>[1]["subject"],
    across: across as Parameters<Control["judge"]>[1]["across"],
    system: systemSchema.parse({ environment: "production" }),
    policy,
    now,
    problem: (id, data = {}, options = {}) => {
      const text = control.problems[id] ?? `no text for ${id}`;
      const needed = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
      expect(Object.keys(data)).toEqual(expect.arrayContaining(needed));
      return { id, message: render(text, data), discriminator: options.discriminator ?? "" };
    },
  });
}

describe("judging whatever facts there may be", () => {
  test.each(controls.map((it) => [it.id, it] as const))("%s never throws", (_, control) => {
    const seen = fc.record(
      Object.fromEntries(control.observes.map((kind) => [camel(kind), facts.get(kind) ?? fc.constant({})])),
    );
    const across = fc.record(Object.fromEntries((control.across ?? []).map((kind) => [camel(kind), toldOfAll(kind)])));
    const [declared, policy] = [declarations[control.subject], fc.constantFrom(...policies)];
    fc.assert(
      fc.property(fc.record({ seen, across, declared, policy }), (given) => {
        const outcome = judge(control, given);
        expect(["holds", "fails", "unknown", "not-applicable"]).toContain(outcome.outcome);
        if (outcome.outcome === "fails") {
          expect(outcome.problems.length).toBeGreaterThan(0);
          for (const { id } of outcome.problems) expect(Object.keys(control.problems)).toContain(id);
        }
        if (outcome.outcome === "unknown") expect(outcome.gaps.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
