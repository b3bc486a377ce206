import fc from "fast-check";
import { type FactsOf, factSchemas } from "../src/probes/fact-kinds.ts";
import type { Observation } from "../src/probes/observation.ts";
import { serviceKinds } from "../src/probes/service/facts.ts";
import type { Trouble } from "../src/transports/trouble.ts";

type Discovering = "host-services" | "host-neighbourhood";

/** An observation of this machine as the engine would make it, its facts checked by their schema. */
export function observed<K extends Discovering>(fact: K, told: FactsOf<K> | Trouble): Observation {
  const head = {
    ...{ fact, probe: "test", version: 1, subject: "host:here", vantage: "local", at: "2026-11-22T00:00:00.000Z" },
    ...{ tookMs: 1, provenance: [], products: [] },
  } as const;
  if ("kind" in told) return { ...head, trouble: told } as Observation;
  return { ...head, facts: factSchemas[fact].parse(told) } as Observation;
}

/** Any text that a file name or a configuration could hold: quotes, colons, line breaks, control characters. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    "",
    "null",
    "true",
    "1",
    "1e3",
    "~",
    "a: b",
    "- a",
    "# x",
    "'\"",
    "a\nb: c",
    "<<",
    "&a",
    "*a",
    "\u0085",
    "\u007f",
    "\u009b",
    "\uffff",
    "\x1b[2J",
  ),
  fc.constantFrom("__proto__", "constructor", "%", "@", "2026-01-01", "=", "\ufeff", "\u2028", "...", "---", "env:X"),
);

const port = fc.integer({ min: 1, max: 65_535 });
const place = fc.constantFrom(
  { address: "0.0.0.0", scope: "any" as const },
  { address: "::", scope: "any" as const },
  { address: "127.0.0.1", scope: "loopback" as const },
  { address: "::1", scope: "loopback" as const },
  { address: "::ffff:127.0.0.1", scope: "loopback" as const },
  { address: "192.0.2.7", scope: "address" as const },
  { address: "2001:db8::7", scope: "address" as const },
);
const option = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: undefined });
const list = <T>(it: fc.Arbitrary<T>) => fc.array(it, { maxLength: 6 });
const trouble: fc.Arbitrary<Trouble> = fc.record({
  kind: fc.constantFrom("denied" as const, "timeout" as const),
  message: anyText,
  wouldVerify: anyText,
});

const socket = fc
  .record({ protocol: fc.constantFrom("tcp" as const, "udp" as const), port, process: option(anyText), place })
  .map(
    ({ place: at, ...it }) =>
      ({ ...it, ...at, family: at.address.includes(":") ? "ipv6" : "ipv4", userId: 0 }) as const,
  );
const service = fc
  .record({
    port,
    process: option(anyText),
    service: fc.constantFrom(...serviceKinds),
    names: option(list(anyText)),
    place,
  })
  .map(({ place: at, names, ...it }) => ({ ...it, ...at, certificateNames: names }));

const siteName = fc.oneof(anyText, fc.domain(), fc.constantFrom("_", "*.example.com", "localhost", "192.0.2.7"));
const path = anyText.filter((it) => it !== "");
const neighbourhood = fc.record({
  folder: anyText,
  dockerfiles: fc.uniqueArray(path, { maxLength: 6 }),
  composeFiles: fc.uniqueArray(path, { maxLength: 6 }),
  searchedWhole: fc.boolean(),
  sites: list(
    fc.record({
      product: fc.constantFrom("nginx" as const, "apache" as const),
      file: anyText,
      names: list(siteName),
      listens: list(fc.record({ port, tls: fc.boolean() })),
    }),
  ),
  sshHosts: list(fc.record({ name: anyText, hostName: option(anyText), user: option(anyText), port: option(port) })),
  engines: list(
    fc.record({
      socket: fc.oneof(
        anyText,
        anyText.map((it) => `unix:///${it.replaceAll("\0", "")}`),
      ),
      containers: option(list(fc.record({ id: anyText, name: anyText, image: anyText }))),
      trouble: option(trouble),
    }),
  ),
  troubles: list(trouble),
});

/** Whatever a machine and a folder could hold, or the trouble in seeing it. */
export const anyObservations: fc.Arbitrary<readonly Observation[]> = fc
  .tuple(
    fc.oneof(fc.record({ services: list(service), sockets: list(socket) }), trouble),
    fc.oneof(neighbourhood, trouble),
    fc.boolean(),
  )
  .map(([services, around, whole]) => [
    observed("host-services", services),
    ...(whole ? [observed("host-neighbourhood", around)] : []),
  ]);
