import { describe, expect, test } from "vitest";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { expectWellTold, factsOf, troubleOf } from "../../../test/bed/http-told.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import http from "./probe.ts";

describe("a hostile server", () => {
  test.each(Object.keys(behaviours))("that gives %s leads to typed troubles or true facts", async (name) => {
    const server = await startHostileServer(behaviours[name] ?? (() => {}));
    try {
      const url = `http://127.0.0.1:${server.port}/`;
      const budget = { timeoutMs: 1500, maxBytes: 2_000_000, maxConnections: 12 };
      const told = await http.observe(endpointSubject({ url }), probeContext(budget));
      expectWellTold(told);
      expect(server.connections()).toBeLessThanOrEqual(12);
      const content = told.find((it) => it.fact === "http-content");
      if (content && "facts" in content)
        for (const trial of content.facts.trials)
          expect(trial.trouble !== undefined || trial.status !== undefined).toBe(true);
    } finally {
      await server.stop();
    }
  });

  test("that never answers is a timeout, one that closes is refused, garbage is unparsable with its bytes", async () => {
    const kinds = { "no answer ever": "timeout", "an early close": "refused", "random bytes": "unparsable" };
    for (const [name, kind] of Object.entries(kinds)) {
      const server = await startHostileServer(behaviours[name] ?? (() => {}));
      const subject = endpointSubject({ url: `http://127.0.0.1:${server.port}/` });
      const trouble = troubleOf(await http.observe(subject, probeContext({ timeoutMs: 1000 })), "http-answers");
      expect(trouble?.kind, name).toBe(kind);
      if (kind === "unparsable") expect(trouble?.excerpt).not.toBe("");
      await server.stop();
    }
  });

  test("that redirects for ever is followed five times", async () => {
    const server = await startHostileServer(behaviours["endless redirects"] ?? (() => {}));
    const told = await http.observe(endpointSubject({ url: `http://127.0.0.1:${server.port}/` }), probeContext());
    expect(factsOf(told, "http-answers").exchanges[0]).toMatchObject({ answer: { status: 302 } });
    expect(factsOf(told, "http-answers").exchanges[0]?.via).toHaveLength(5);
    expect(factsOf(told, "http-plain").hops).toHaveLength(5);
    expect(server.connections()).toBeLessThan(12);
    await server.stop();
  });
});
