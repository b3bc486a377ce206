import { describe, expect, it } from "vitest";
import { hostSchema } from "../estate/schema.ts";
import type { Subject } from "../estate/subject.ts";
import type { Probe } from "../probes/probe.ts";
import { TroubleError } from "../transports/trouble.ts";
import { defaultBudget, type Observer, observe } from "./observe.ts";
import type { Look } from "./plan.ts";

const subject: Subject = { id: "host:web1", kind: "host", name: "web1", systems: [], declared: hostSchema.parse({}) };
const trouble = { kind: "denied", message: "not allowed", wouldVerify: "run as root" } as const;

function observer(signal = new AbortController().signal): Observer {
  return {
    transportFor: () => ({ vantage: "local", run: () => Promise.reject(new Error("no commands here")) }),
    now: () => new Date("2026-11-22T12:00:00Z"),
    random: (characters) => "0".repeat(characters),
    key: Buffer.alloc(32),
    budget: defaultBudget,
    signal,
    progress: () => undefined,
    concurrency: { subjects: 2, perSubject: 1 },
  };
}

function lookWith(tell: Probe["observe"], wanted: Look["wanted"] = ["host-sysctl"]): Look {
  const probe: Probe = {
    ...{ id: "fake", version: 1, subject: "host", yields: ["host-sysctl", "host-mounts"], needs: [], title: "A probe" },
    observe: tell,
  };
  return { probe, subject, wanted, sections: [] };
}

describe("observing", () => {
  it("asks a probe for what is wanted only, and keeps nothing else", async () => {
    let asked: readonly string[] = [];
    const look = lookWith(async (_, { wanted }) => {
      asked = [...wanted];
      return [
        { fact: "host-sysctl", provenance: [], facts: { values: {} } },
        { fact: "host-mounts", provenance: [], facts: { mounts: [] } },
      ];
    });
    const seen = await observe([look], observer());
    expect(asked).toEqual(["host-sysctl"]);
    expect(seen.map((it) => it.fact)).toEqual(["host-sysctl"]);
  });

  it("counts what a probe forgot to tell as trouble", async () => {
    const [seen] = await observe([lookWith(async () => [])], observer());
    expect(seen).toMatchObject({ fact: "host-sysctl", trouble: { kind: "unsupported" } });
  });

  it("takes facts against their schema for a bug", async () => {
    const wrong = { fact: "host-sysctl", provenance: [], facts: { values: 7 } } as never;
    const [seen] = await observe([lookWith(async () => [wrong])], observer());
    expect(seen).toMatchObject({ bug: { message: expect.stringContaining("host-sysctl") } });
  });

  it("keeps a thrown trouble a trouble, and any other thrown thing a bug with its stack", async () => {
    const troubled = lookWith(() => Promise.reject(new TroubleError(trouble)));
    const broken = lookWith(() => Promise.reject(new Error("a mistake of ours")));
    const seen = await observe([troubled, broken], observer());
    expect(seen).toMatchObject([
      { trouble },
      { bug: { message: "a mistake of ours", stack: expect.stringContaining("at ") } },
    ]);
  });

  it("begins no look once it is stopped", async () => {
    let begun = 0;
    const look = lookWith(async () => {
      begun += 1;
      return [];
    });
    expect(await observe([look, look], observer(AbortSignal.abort()))).toEqual([]);
    expect(begun).toBe(0);
  });
});
