import { createHmac, randomBytes } from "node:crypto";
import type { z } from "zod";
import { endpointSchema } from "../../src/estate/schema.ts";
import type { Subject } from "../../src/estate/subject.ts";
import { CredentialDesk } from "../../src/probes/credential-desk.ts";
import { factKinds } from "../../src/probes/fact-kinds.ts";
import type { Budget, Declarations, ProbeContext } from "../../src/probes/probe.ts";

/** An endpoint as the estate would declare it. */
export function endpointSubject(declared: z.input<typeof endpointSchema>): Subject<Declarations["endpoint"]> {
  const id = `endpoint:${declared.url}` as const;
  return { id, kind: "endpoint", name: "shop", systems: ["shop"], declared: endpointSchema.parse(declared) };
}

/** What a probe is given in tests: real randomness, and a transport that no network probe may touch. */
export function probeContext(budget: Partial<Budget> = {}, signal = new AbortController().signal): ProbeContext {
  const key = randomBytes(32);
  const desk = new CredentialDesk();
  return {
    transport: {
      vantage: "local",
      run: () => Promise.reject(new Error("a network probe must not run commands")),
    },
    transportTo: () => {
      throw new Error("a probe of one subject must not ask another");
    },
    signal,
    wanted: new Set(factKinds),
    budget: { timeoutMs: 60_000, maxBytes: 16 * 1024 * 1024, maxConnections: 100, ...budget },
    now: () => new Date(),
    random: (characters) => randomBytes(characters).toString("hex").slice(0, characters),
    fingerprint: (secret) => createHmac("sha256", key).update(secret).digest("hex").slice(0, 16),
    deposit: desk.of("host:it"),
    desk,
  };
}
