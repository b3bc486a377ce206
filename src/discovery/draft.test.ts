import fc from "fast-check";
import { expect, test } from "vitest";
import { anyObservations, anyText, observed } from "../../test/discovered.ts";
import { parseEstate } from "../estate/load.ts";
import { estateSchema } from "../estate/schema.ts";
import { discoverEstate } from "./discover.ts";
import { draftEstate } from "./draft.ts";

const load = (text: string) => parseEstate([{ file: "holdfast.yaml", text }]);

test("whatever is found, the draft loads without a mistake and says what was found", () => {
  fc.assert(
    fc.property(anyObservations, anyText, anyText, (observations, hostname, folder) => {
      const found = discoverEstate(observations, { hostname, folder });
      expect(load(draftEstate(found)).estate).toEqual(estateSchema.parse(found.estate));
    }),
    { numRuns: 300 },
  );
});

test("no note ever becomes a declaration, whatever it says", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          path: fc.constantFrom("", "/hosts", "/hosts/web1", "/nowhere/x", "/hosts/web1/listeners/0"),
          text: anyText,
        }),
      ),
      (notes) => {
        const estate = { estate: "e", hosts: { web1: { listeners: [{ port: 22 }] } } };
        expect(load(draftEstate({ estate, notes })).estate).toEqual(estateSchema.parse(estate));
      },
    ),
    { numRuns: 200 },
  );
});

test("the draft opens with the schema for editors and what to do next", () => {
  const found = discoverEstate([], { hostname: "web1.example.com", folder: "/srv" });
  const lines = draftEstate(found, { schema: "../estate-1.json" }).split("\n");
  expect(lines[0]).toBe("# yaml-language-server: $schema=../estate-1.json");
  expect(lines.join("\n")).toContain("holdfast check FILE");
});

test("a note stands above the part it is about, for people to decide", () => {
  const sockets = [{ protocol: "tcp", family: "ipv4", address: "0.0.0.0", port: 22, scope: "any", userId: 0 }] as const;
  const found = discoverEstate([observed("host-services", { services: [], sockets: [...sockets] })], {
    hostname: "web1",
    folder: "/srv",
  });
  const text = draftEstate(found);
  expect(text).toContain("      # listens on 0.0.0.0\n      - { port: 22, clients: undecided }\n");
  expect(text).toMatch(/#\s+criticality: low, medium, high or very-high/);
});
