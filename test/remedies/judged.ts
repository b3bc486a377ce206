import type { Control } from "../../src/controls/control.ts";
import http from "../../src/probes/http/probe.ts";
import tls from "../../src/probes/tls/probe.ts";
import type { Outcome } from "../../src/verdict/outcome.ts";
import { endpointSubject, probeContext } from "../bed/observe.ts";
import { judgeCase } from "../control-cases.ts";

/** What a control says of the server at a port of this machine, as an endpoint that is reached from outside. */
export async function judgedTls(
  port: number,
  controls: readonly Control[],
  more: { readonly trust: string; readonly outside?: boolean },
): Promise<readonly Outcome[]> {
  // Whoever may ask authorities would ask the DNS for a name, too.
  const name = more.outside ? "127.0.0.1" : "shop.example.com";
  const declared = { url: `https://${name}:${port}/`, connect: "127.0.0.1", ...more };
  const subject = endpointSubject(declared);
  const context = probeContext({ maxConnections: 400 });
  const told = [
    ...(await tls.observe(subject, context)),
    ...(controls.some((it) => it.observes.includes("http-answers"))
      ? await http.observe(subject, { ...context, wanted: new Set(["http-answers"]) })
      : []),
  ];
  const observed = Object.fromEntries(
    told.map((it) => [it.fact, "facts" in it ? { facts: it.facts } : { trouble: it.trouble }]),
  );
  const now = new Date().toISOString();
  const system = { exposure: "external" };
  return controls.map((it) =>
    judgeCase(it, { why: "", declared, system, now, observed, expect: { outcome: "holds" } }),
  );
}
