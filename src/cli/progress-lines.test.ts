import { describe, expect, it } from "vitest";
import type { Progress } from "../assessment/progress.ts";
import { progressLines } from "./progress-lines.ts";

const steps: readonly Progress[] = [
  { event: "planned", looks: 2, questions: 45, systems: 1 },
  { event: "looking", probe: "host", subject: "host:web1" },
  { event: "looked", probe: "host", subject: "host:web1", sections: ["HAR", "MNT"], done: 1, total: 2, troubles: 3 },
  {
    event: "looked",
    probe: "http",
    subject: "endpoint:https://shop.example.com/",
    sections: ["HAR"],
    done: 2,
    total: 2,
    troubles: 3,
  },
];

function told(isTTY: boolean): string {
  let text = "";
  const listener = progressLines({
    isTTY,
    columns: 40,
    write: (part) => {
      text += part;
      return true;
    },
  });
  for (const step of steps) listener(step);
  return text;
}

describe("progress", () => {
  it("is plain lines where there is no terminal: section, done of total, unknown so far", () => {
    expect(told(false)).toBe(
      "Looking: 2 probe runs for 45 questions about 1 system\n" +
        "1/2 HAR MNT · host on host:web1 · 3 unknown so far\n" +
        "2/2 HAR · http on endpoint:https://shop.example.com/ · 3 unknown so far\n",
    );
  });

  it("is one line on a terminal, no wider than it, and gone at the end", () => {
    const lines = told(true).split("\r\u001b[2K");
    expect(lines.every((line) => line.length < 40)).toBe(true);
    expect(lines.at(-1)).toBe("");
  });
});
