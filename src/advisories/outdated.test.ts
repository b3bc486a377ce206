import { describe, expect, it } from "vitest";
import { outdatedPackages } from "./outdated.ts";
import type { SuiteList } from "./suite-list.ts";

const suite = (name: string, date: string, offered: Readonly<Record<string, string>>): SuiteList => ({
  list: {
    ...{ uri: "https://mirror.example.com/debian", suite: name, security: name.endsWith("-security") },
    ...{ date, verified: true, fetchedAt: date },
  },
  offered: new Map(Object.entries(offered).map(([name, version]) => [name, { version }])),
});
const installed = (name: string, version: string, architecture = "amd64") => ({ name, version, architecture });
const main = suite("bookworm", "2026-11-01T00:00:00Z", {
  "apt:amd64": "2.6.1",
  "tzdata:all": "2026b",
  "xz:amd64": "5.4.1-1",
});
const security = suite("bookworm-security", "2026-11-20T00:00:00Z", { "apt:amd64": "2.6.2" });

describe("packages against what their distribution offers", () => {
  it("are outdated when any suite offers a newer one, and told apart by security", () => {
    const moved = suite("bookworm", "2026-11-01T00:00:00Z", { "apt:amd64": "2.6.1", "xz:amd64": "5.4.2-1" });
    const { outdated } = outdatedPackages(
      "dpkg",
      [installed("apt", "2.6.1"), installed("xz", "5.4.1-1")],
      [security, moved],
      [],
    );
    expect(outdated).toEqual([
      { name: "apt", installed: "2.6.1", offered: "2.6.2", security: true, offeredSince: "2026-11-20T00:00:00Z" },
      { name: "xz", installed: "5.4.1-1", offered: "5.4.2-1", security: false, offeredSince: "2026-11-01T00:00:00Z" },
    ]);
  });

  it("are dated by the oldest copy that already offered something newer", () => {
    const copies = [
      suite("bookworm-security", "2026-11-05T00:00:00Z", {}),
      suite("bookworm-security", "2026-11-10T00:00:00Z", { "apt:amd64": "2.6.1+deb12u1" }),
    ];
    const { outdated } = outdatedPackages("dpkg", [installed("apt", "2.6.1")], [security, main], copies);
    expect(outdated[0]?.offeredSince).toBe("2026-11-10T00:00:00Z");
    expect(outdated[0]?.notOfferedAt).toBe("2026-11-05T00:00:00Z");
  });

  it("are current when nothing is newer", () => {
    const known = [installed("apt", "2.6.2"), installed("tzdata", "2026b", "all")];
    expect(outdatedPackages("dpkg", known, [security, main], [])).toEqual({ compared: 2, outdated: [], uncovered: [] });
  });

  it("are covered by no list when they come from elsewhere", () => {
    const foreign = [
      installed("own", "1"),
      installed("apt", "2.6.3+own1"),
      installed("xz", "5.4.0~bpo12+1"),
      installed("apt", "2.6.1", "arm64"),
    ];
    const { uncovered, compared } = outdatedPackages("dpkg", foreign, [security, main], []);
    expect(uncovered.map((it) => it.name)).toEqual(["own", "apt", "xz", "apt"]);
    expect(compared).toBe(0);
  });
});
