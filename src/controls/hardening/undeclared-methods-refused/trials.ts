import type { FactsOf } from "../../../probes/fact-kinds.ts";
import type { Gap } from "../../../verdict/outcome.ts";
import type { Fault } from "../../fault.ts";

export type Trial = FactsOf<"http-methods">["trials"][number];
export type Id = "unknown" | "accepted" | "understood" | "allowed";

/** Methods that no page is asked for with; the endpoint's own answer to a GET says nothing of them. */
const standard = ["PUT", "DELETE", "PATCH", "PROPFIND", "GET", "HEAD", "POST", "OPTIONS"];

/** Statuses that refuse the method itself, whatever it is sent to. */
const refusals = new Set([400, 403, 405, 501]);

/** Statuses that only who serves the method gives: a conflict, a precondition that failed, a body that is missing. */
const understood = new Set([409, 411, 412, 415, 422, 428]);

/** What is wrong with the answer to a method that isn't declared. */
export function faultsOf({ method, target, status, sameAsGet }: Trial): readonly Fault<Id>[] {
  if (status === undefined) return [];
  const data = { method, status };
  if (!standard.includes(method))
    return sameAsGet || status < 300 ? [{ id: "unknown", data, discriminator: "unknown" }] : [];
  if (status < 300) return [{ id: "accepted", data, discriminator: method }];
  return target !== undefined && understood.has(status) ? [{ id: "understood", data, discriminator: method }] : [];
}

/** What the answer leaves open: a missing page says nothing of the method, nor does a demand to log in first. */
export function gapsOf({ method, target, status, trouble }: Trial): readonly Gap[] {
  if (status === undefined)
    return [
      { reason: `${method}: ${trouble?.message ?? "no answer"}`, wouldVerify: trouble?.wouldVerify ?? "observe again" },
    ];
  if (target === undefined || refusals.has(status) || status < 300 || understood.has(status)) return [];
  return [
    {
      reason: `${method} on a path that does not exist answers ${status}, which does not refuse the method itself`,
      wouldVerify: `let the server refuse ${method} everywhere (405), or try it by hand and attest the result`,
    },
  ];
}
