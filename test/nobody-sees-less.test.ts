import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { controls } from "../src/controls/registry.ts";
import type { FactKind } from "../src/probes/fact-kinds.ts";
import { hostFacts } from "../src/probes/host/facts.ts";
import type { Outcome } from "../src/verdict/outcome.ts";
import { type ControlCase, judgeCase } from "./control-cases.ts";

const notRecorded = { kind: "unsupported", message: "it was not recorded", wouldVerify: "run as root, and record it" };
// Debian 12 with sshd, nginx, Redis and a Node service, looked at by root and by nobody in the same minute; some kinds of fact are
// of the badly run host instead (`node test/bed/record-host-facts.ts KIND…`), looked at by both as well.
const facts = Object.keys(hostFacts) as readonly FactKind[];
const [root, nobody] = (["root", "nobody"] as const).map((who) =>
  Object.fromEntries(facts.map((fact) => [fact, recorded(who, fact)])),
) as [ControlCase["observed"], ControlCase["observed"]];
const decided = {
  listeners: [
    { port: 22, purpose: "administration", clients: ["192.0.2.0/24"], process: "sshd", admin: true },
    { port: 80, purpose: "the shop", clients: "anyone", process: "nginx" },
    { port: 3000, purpose: "the shop's own service", clients: ["192.0.2.7"], process: "node" },
  ],
  unitsDecided: true,
};
const hostControls = controls.filter((it) => it.subject === "host");

describe.each([
  ["a host of which nothing is declared", {}],
  ["a host of which everything is declared", decided],
])("%s", (_, declared) => {
  test.each(hostControls.map((it) => [it.id, it] as const))(
    "%s holds for nobody only if it does for root",
    (_id, control) => {
      const judged = (observed: ControlCase["observed"]): Outcome =>
        judgeCase(control, { why: "", declared, observed, expect: { outcome: "holds" } });
      const forRoot = judged(root).outcome;
      if (forRoot === "holds") return;
      expect(judged(nobody).outcome).not.toBe("holds");
      for (const fact of control.observes) {
        expect(judged({ ...root, [fact]: nobody[fact] }).outcome, `only ${fact} seen as nobody`).not.toBe("holds");
      }
    },
  );

  test("nobody is told what root would see, and how to see it", () => {
    const lost = hostControls.flatMap((control) => {
      const [seen, less] = [root, nobody].map((observed) =>
        judgeCase(control, { why: "", declared, observed, expect: { outcome: "holds" } }),
      ) as [Outcome, Outcome];
      return seen.outcome === "unknown" || less.outcome !== "unknown" ? [] : [{ id: control.id, gaps: less.gaps }];
    });
    expect(lost.length).toBeGreaterThan(15);
    for (const { id, gaps } of lost) {
      expect(gaps.map((it) => it.wouldVerify).join("\n"), id).toMatch(/root|\bsshd -T\b/);
    }
  });
});

function recorded(who: string, fact: FactKind) {
  const file = new URL(`fixtures/facts/debian-12-${who}-${fact}.json`, import.meta.url);
  if (!existsSync(file)) return { trouble: notRecorded };
  const content = JSON.parse(readFileSync(file, "utf8"));
  return "trouble" in content ? content : { facts: content };
}
