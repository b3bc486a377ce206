import { describe, expect, it } from "vitest";
import { aged } from "./freshness.ts";
import type { Outcome } from "./outcome.ts";

const now = new Date("2026-11-22T12:00:00Z");
const day = 24 * 3_600_000;
const holds: Outcome = { outcome: "holds", because: "seen" };
const fails: Outcome = {
  outcome: "fails",
  problems: [{ id: "p", message: "It was bad", discriminator: "" }],
  gaps: [],
};

describe("evidence", () => {
  it("counts while it is young enough", () => {
    expect(aged(holds, ["2026-11-22T11:00:00Z"], now, day)).toBe(holds);
  });
  it("verifies nothing once it is too old", () => {
    expect(aged(holds, ["2026-11-22T11:00:00Z", "2026-11-20T11:00:00Z"], now, day).outcome).toBe("unknown");
  });
  it("that failed too long ago is unknown, and says how it failed", () => {
    const old = aged(fails, ["2026-11-20T11:00:00Z"], now, day);
    expect(old).toMatchObject({ outcome: "unknown", gaps: [{ reason: expect.stringContaining("It was bad") }] });
  });
  it("from the future verifies nothing", () => {
    expect(aged(holds, ["2026-11-22T12:06:00Z"], now, day).outcome).toBe("unknown");
  });
  it("without a valid time verifies nothing", () => {
    expect(aged(holds, ["yesterday"], now, day).outcome).toBe("unknown");
  });
});
