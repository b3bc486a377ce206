import { describe, expect, test } from "vitest";
import { controls } from "../../src/controls/registry.ts";
import { applied, faultless, frontProducts, without } from "./applied.ts";

const live = new Set(
  Object.values(applied)
    .flat()
    .map(({ id }) => id),
);
const web = controls.filter((it) => it.subject === "endpoint" || it.observes.includes("host-web-servers"));
const pairs = web.flatMap((control) => frontProducts.map((product) => [control.id, product, control] as const));

describe("the remedy of every control of the web", () => {
  test.each(pairs)("%s for %s is applied to a real server, or there is a reason for none", (id, product, control) => {
    const reason = without[id]?.[product];
    expect(control.remedy[product] === undefined).toBe(reason !== undefined);
    if (reason === undefined) expect([...live]).toContain(id);
  });

  test("has no reason that nothing stands for", () => {
    const ids = new Set(web.map(({ id }) => id));
    expect([...Object.keys(without), ...Object.keys(faultless), ...live].filter((id) => !ids.has(id))).toEqual([]);
  });
});
