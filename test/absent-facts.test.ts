import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { controlFolders } from "../scripts/control-folders.ts";
import { controls } from "../src/controls/registry.ts";
import { type FactKind, factSchemas } from "../src/probes/fact-kinds.ts";
import { type ControlCase, judgeCase } from "./control-cases.ts";

/**
 * Keys whose absence is a fact by itself: no such file, no further daemon, no unread line, no such network interface; no stage that
 * is copied from, a service that is built here, a list that never expires, a key without a comment, no audit that is installed.
 */
const absenceTells = [
  /^files\.\d+\.(mode|trouble)$/,
  /^otherDaemons$/,
  /^unreadLines$/,
  /^values\.net\.ipv[46]\.conf\.eth0\./,
  /^stages\.\d+\.instructions\.\d+\.(?:unparsed|from)$/,
  /^workloads\.\d+\.image$/,
  /^lists\.\d+\.validUntil$/,
  /^accounts\.\d+\.keys\.\d+\.comment$/,
  /^audit$/,
];

const subjects = new Set(["host", "image", "container", "dockerfile", "compose-file"]);

// A case that doesn't hold must not come to hold when anything that may be absent from its facts is.
describe("what was not seen never makes a control of hosts, of TLS or of containers hold", () => {
  for (const { id, path } of controlFolders()) {
    const control = controls.find(
      (it) => it.id === id && (subjects.has(it.subject) || it.observes.some((kind) => kind.startsWith("tls-"))),
    );
    if (control === undefined) continue;
    test(id, () => {
      const folder = join(path, "cases");
      for (const name of readdirSync(folder).filter((it) => !it.startsWith("holds-"))) {
        const given = JSON.parse(readFileSync(join(folder, name), "utf8")) as ControlCase;
        for (const [kind, observed] of Object.entries(given.observed) as [FactKind, { facts?: unknown }][]) {
          for (const { key, facts } of withoutEach(observed.facts)) {
            if (absenceTells.some((it) => it.test(key)) || !factSchemas[kind].safeParse(facts).success) continue;
            const less = { ...given, observed: { ...given.observed, [kind]: { facts } } };
            expect(judgeCase(control, less).outcome, `${name} without ${kind} ${key}`).not.toBe("holds");
          }
        }
      }
    });
  }
});

/** The same facts without one of their keys, for each key at any depth; elements of lists stay. */
function* withoutEach(facts: unknown, path = ""): Generator<{ readonly key: string; readonly facts: unknown }> {
  if (typeof facts !== "object" || facts === null) return;
  const entries = Object.entries(facts);
  for (const [name, value] of entries) {
    if (!Array.isArray(facts))
      yield { key: path + name, facts: Object.fromEntries(entries.filter(([it]) => it !== name)) };
    for (const inner of withoutEach(value, `${path}${name}.`)) {
      const whole = Array.isArray(facts) ? facts.with(Number(name), inner.facts) : { ...facts, [name]: inner.facts };
      yield { key: inner.key, facts: whole };
    }
  }
}
