import type { FactsOf } from "../../../probes/fact-kinds.ts";
import { shown } from "../../answers.ts";
import type { Fault } from "../../fault.ts";

type Id =
  | "open"
  | "other-protocol"
  | "served"
  | "not-redirected"
  | "temporary"
  | "not-https"
  | "other-host"
  | "downgrade";
type Hop = FactsOf<"http-plain">["hops"][number];

/** What is wrong with the first answer, the one that came in plaintext. */
function firstFaults({ url, status, location }: Hop): readonly Fault<Id>[] {
  if (location === undefined) return [{ id: status < 300 ? "served" : "not-redirected", data: { status } }];
  const [from, to] = [URL.parse(url), URL.parse(location, url)];
  const data = { status, location: shown(location) };
  if (to?.protocol !== "https:") return [{ id: "not-https", data }];
  return [
    // A browser learns Strict-Transport-Security of a host only from that host itself.
    ...(to.hostname === from?.hostname ? [] : [{ id: "other-host" as const, data, severity: "low" as const }]),
    ...(status === 301 || status === 308 ? [] : [{ id: "temporary" as const, data, severity: "low" as const }]),
  ];
}

/** What is wrong with the plain-HTTP twin. */
export function faultsOf({ state, expected, hops }: FactsOf<"http-plain">): readonly Fault<Id>[] {
  if (state === "closed") return [];
  const [first] = hops;
  if (first === undefined) return [{ id: "other-protocol" }];
  const downgraded = hops.find(
    ({ url, location }) =>
      url.startsWith("https:") && location !== undefined && URL.parse(location, url)?.protocol === "http:",
  );
  return [
    ...(expected === "none" ? [{ id: "open" as const, severity: "low" as const }] : []),
    ...firstFaults(first),
    ...(downgraded === undefined
      ? []
      : [{ id: "downgrade" as const, data: { from: downgraded.url, location: shown(downgraded.location ?? "") } }]),
  ];
}
