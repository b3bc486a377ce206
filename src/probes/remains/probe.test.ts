import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../../../test/bed/free-port.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { estateSchema } from "../../estate/schema.ts";
import { subjectsOf } from "../../estate/subjects.ts";
import { systemRemainsSchema } from "./facts.ts";
import probe from "./probe.ts";

/** What is told of a system `old` with these parts, beside a system that is in use. */
async function remains(parts: object, old: object, shop: object = {}) {
  const estate = estateSchema.parse({
    estate: "it",
    environments: { production: { kind: "production" } },
    systems: {
      old: { environment: "production", decommissioned: "2026-06-30", ...old },
      shop: { environment: "production", ...shop },
    },
    ...parts,
  });
  const subject = subjectsOf(estate).find((it) => it.id === "system:old");
  const [told] = await probe.observe(subject as never, probeContext());
  if (told === undefined || !("facts" in told)) throw new Error(told?.trouble.message);
  return systemRemainsSchema.parse(told.facts);
}

async function listening(): Promise<number> {
  const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe("a system that is out of use", () => {
  it("is told by what still answers, what refuses, and what is gone", async () => {
    const [open, closed] = [await listening(), await freePort()];
    const { parts } = await remains(
      {
        endpoints: { site: { url: `https://127.0.0.1:${open}/` }, closed: { url: `http://127.0.0.1:${closed}/` } },
        databases: {
          open: { kind: "redis", address: `localhost:${open}` },
          gone: { kind: "postgresql", address: "/nonexistent/.s.PGSQL.5432" },
        },
        hosts: { here: {}, there: { transport: "ssh", address: "127.0.0.1", port: open } },
      },
      { endpoints: ["site", "closed"], databases: ["open", "gone"], hosts: ["here", "there"] },
    );
    expect(Object.fromEntries(parts.map((it) => [it.part, it.found]))).toEqual({
      "endpoint:site": "answers",
      "endpoint:closed": "refused",
      "database:open": "answers",
      "database:gone": "gone",
      "host:here": "answers",
      "host:there": "answers",
    });
    expect(parts.find((it) => it.part === "database:open")?.resolves).toContain("127.0.0.1");
    expect(parts.find((it) => it.part === "endpoint:site")).not.toHaveProperty("resolves");
  });

  it("with a name that there is not, or that nobody can look up, is never told to answer", async () => {
    const { parts } = await remains({ endpoints: { old: { url: "https://old.invalid/" } } }, { endpoints: ["old"] });
    expect(parts.map((it) => it.found)).toEqual([expect.stringMatching(/^(gone|unclear)$/)]);
  });

  it("leaves alone what a system in use has as well", async () => {
    const told = await remains({ hosts: { here: {} } }, { hosts: ["here"] }, { hosts: ["here"] });
    expect(told).toEqual({ parts: [], inUseElsewhere: ["host:here"] });
  });

  it("whose engine can't be asked, or isn't named, leaves its containers unclear", async () => {
    const { parts } = await remains(
      {
        engines: { here: { socket: "unix:///nonexistent/docker.sock" } },
        containers: { old: { name: "old", engine: "here" }, other: { name: "other" } },
      },
      { containers: ["old", "other"] },
    );
    expect(parts.map((it) => it.found)).toEqual(["unclear", "unclear"]);
  });
});

it("is not asked of a system in use", () => {
  const system = { decommissioned: undefined };
  expect(probe.ruledOut?.(system as never)).toContain("the system is in use");
});
