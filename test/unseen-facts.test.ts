import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { controlFolders } from "../scripts/control-folders.ts";
import { controls } from "../src/controls/registry.ts";
import type { FactKind } from "../src/probes/fact-kinds.ts";
import { type ControlCase, judgeCase } from "./control-cases.ts";

const subjects = new Set(["image", "container", "dockerfile", "compose-file"]);
/** Whatever these facts don't see, the others that the control goes by don't see either: all are of one reading. */
const toldElsewhere: Readonly<Record<string, readonly FactKind[]>> = {
  "image-components-scanned": ["image-identity"],
  "image-packages-matched": ["image-identity"],
  "packages-current-at-build": ["image-identity", "image-packages"],
};
const gap = { reason: "a part of it can't be read", wouldVerify: "let it be read" };

describe("what facts tell to be unseen keeps a control of images, containers and build files from holding", () => {
  for (const { id, path } of controlFolders()) {
    const control = controls.find((it) => it.id === id && subjects.has(it.subject));
    if (control === undefined) continue;
    test(id, () => {
      const folder = join(path, "cases");
      for (const name of readdirSync(folder)) {
        const given = JSON.parse(readFileSync(join(folder, name), "utf8")) as ControlCase;
        for (const [kind, observed] of Object.entries(given.observed) as [FactKind, object][]) {
          const facts =
            "facts" in observed ? observed.facts : "file" in observed ? recorded(observed as Recorded) : undefined;
          if (toldElsewhere[id]?.includes(kind)) continue;
          if (facts === undefined || !("unseen" in (facts as object))) continue;
          const less = {
            ...given,
            observed: { ...given.observed, [kind]: { facts: { ...(facts as object), unseen: [gap] } } },
          };
          const { outcome } = judgeCase(control, less);
          expect.soft(outcome, `${name} with ${kind} unseen`).not.toMatch(/^(?:holds|not-applicable)$/);
        }
      }
    });
  }
});

type Recorded = { readonly file: string; readonly over?: object };

function recorded({ file, over }: Recorded): object {
  return { ...JSON.parse(readFileSync(new URL(`fixtures/facts/${file}`, import.meta.url), "utf8")), ...over };
}
