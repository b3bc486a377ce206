import type { z } from "zod";
import type { EndpointDeclaration } from "../../estate/schema.ts";
import type { Trouble } from "../../transports/trouble.ts";
import { targetOf } from "../http/answers.ts";
import type { HttpClient, Reply } from "../http/client.ts";
import type { ProbeContext } from "../probe.ts";
import { canaries } from "./canaries.ts";
import type { canaryTrialSchema, httpFirewallSchema } from "./facts.ts";
import type { Looked } from "./origin.ts";
import { samePages } from "./pages.ts";

type CanaryTrial = z.output<typeof canaryTrialSchema>;

/** What became of a canary: an application that breaks on it (5xx) shows that it got there, or that something broke. */
function fateOf(reply: Reply, harmless: Reply): Pick<CanaryTrial, "fate" | "status" | "trouble"> {
  if ("trouble" in reply) {
    const { trouble, connected } = reply;
    return connected && trouble.kind === "refused" ? { fate: "blocked" } : { fate: "unclear", trouble };
  }
  const { status } = reply.response;
  if (samePages(reply, harmless)) return { fate: "passed", status };
  return { fate: status >= 400 && status < 500 ? "blocked" : "unclear", status };
}

/** Sends harmless markers of attacks in a query parameter, and compares with harmless requests of the same form. */
export async function tryFirewall(
  client: HttpClient,
  declared: EndpointDeclaration,
  random: ProbeContext["random"],
): Promise<Looked<z.output<typeof httpFirewallSchema>>> {
  if (!declared.firewall) {
    const trouble: Trouble = {
      kind: "unsupported",
      message: "the estate does not say that a web application firewall may be tried",
      wouldVerify:
        "declare `firewall: true` for the endpoint, if one is in front of it that may be tried with canaries",
    };
    return { trouble, replies: [] };
  }
  const target = targetOf(declared.url);
  const name = `holdfast${random(6)}`;
  const send = (value: string) =>
    client.ask({
      method: "GET",
      target: `${target}${target.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(value).replaceAll("'", "%27")}`,
    });
  const before = await send(random(16));
  if ("trouble" in before) return { trouble: before.trouble, replies: [before] };
  const replies: Reply[] = [before];
  const trials: CanaryTrial[] = [];
  for (const form of ["plain", "disguised"] as const)
    for (const canary of canaries) {
      const reply = await send(canary[form]);
      replies.push(reply);
      trials.push({ id: canary.id, form, ...fateOf(reply, before) });
    }
  const after = await send(random(16));
  const steady = before.response.status < 400 && samePages(before, after);
  return { facts: { steady, trials }, replies: [...replies, after] };
}
