import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { assess } from "../../src/assessment/assess.ts";
import type { Assessment } from "../../src/assessment/assessment.ts";
import { defaultBudget, defaultConcurrency } from "../../src/assessment/observe.ts";
import { everything } from "../../src/assessment/plan.ts";
import { equipment } from "../../src/cli/equipment.ts";
import { estateSchema } from "../../src/estate/schema.ts";
import { localTransport, type Shell } from "../../src/transports/local.ts";
import { testbedHas } from "../bed/program.ts";

const estate = estateSchema.parse({
  estate: "here",
  environments: { production: { kind: "production" } },
  systems: { here: { environment: "production", criticality: "low", exposure: "internal", hosts: ["here"] } },
  hosts: { here: {} },
});

// What the host is asked takes as long as it takes, whatever else this machine does.
const patient = { ...defaultBudget, timeoutMs: 300_000 };

const nobody: Shell = {
  command: "setpriv",
  args: ["--reuid=65534", "--regid=65534", "--clear-groups", "/bin/sh", "-s"],
};

async function assessed(shell?: Shell): Promise<Assessment> {
  const { assessment } = await assess(
    { estate, source: "file", files: [], selection: everything, holdfast: "0" },
    equipment,
    {
      ...{ now: () => new Date(), key: randomBytes(32), budget: patient },
      transportFor: () => localTransport(shell),
      random: (characters) => randomBytes(characters).toString("hex").slice(0, characters),
      ...{ signal: new AbortController().signal, progress: () => undefined, concurrency: defaultConcurrency },
    },
  );
  return assessment;
}

/** What holds, by control: the strongest claim there is, below the verified requirements. */
function holding({ outcomes }: Assessment): readonly string[] {
  return outcomes.filter((it) => it.outcome.outcome === "holds").map((it) => it.control);
}

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot || !testbedHas("setpriv"))("the same host, seen without rights", () => {
  let asRoot: Assessment;
  let asNobody: Assessment;
  beforeAll(async () => {
    asRoot = await assessed();
    asNobody = await assessed(nobody);
  });

  it("verifies nothing that root's view does not", () => {
    const verified = (of: Assessment) => of.requirements.filter((it) => it.status === "verified").map((it) => it.id);
    expect(verified(asRoot)).toEqual(expect.arrayContaining(verified(asNobody)));
  });

  it("lets no control hold that does not hold for root", () => {
    expect(holding(asNobody).filter((it) => !holding(asRoot).includes(it))).toEqual([]);
  });

  it("names the missing permissions, and what to grant", () => {
    const denied = asNobody.unknowns.filter((it) => /denied|permission|may not|root/i.test(it.reason + it.wouldVerify));
    expect(denied.length).toBeGreaterThan(5);
    expect(denied.filter((it) => /as root/i.test(it.wouldVerify)).length).toBeGreaterThan(0);
  });

  it("leaves fewer things settled, and tells more as unknown", () => {
    expect(asNobody.unknowns.length).toBeGreaterThan(asRoot.unknowns.length);
    expect(asNobody.bugs).toEqual([]);
    expect(asRoot.bugs).toEqual([]);
  });
});
