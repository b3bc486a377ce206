import type { Answer } from "../../../probes/http/facts.ts";
import { settle } from "../../../verdict/outcome.ts";
import { counted, documentAnswers, headerValues, type JudgedAnswer, judgedAnswers } from "../../answers.ts";
import { control } from "../../control.ts";
import { type Fault, problemsAt } from "../../fault.ts";
import { allowsNothing, noncesOf, policiesOf, sourcesOf } from "./policies.ts";
import { type ScriptFault, scriptFaults } from "./script-faults.ts";

type Id = ScriptFault | "missing" | "missing-there" | "report-only" | "objects" | "base" | "nonce-reused";

/** What the policies of an answer leave open together; each policy only ever takes away. */
function faultsOf(answer: Answer, host: string): readonly Fault<Id>[] {
  const policies = policiesOf(answer);
  if (policies.length === 0) {
    if (headerValues(answer, "content-security-policy-report-only").length > 0) return [{ id: "report-only" }];
    return [{ id: "missing", elsewhere: "missing-there" }];
  }
  const limiting = policies.map((it) => scriptFaults(it, host)).filter(([first]) => first?.id !== "no-scripts");
  const scripts = limiting.toSorted((one, other) => one.length - other.length)[0] ?? [{ id: "no-scripts" as const }];
  const objects = policies.some((it) => allowsNothing(sourcesOf(it, "object-src", "default-src")));
  const base = policies.some((it) => allowsNothing(sourcesOf(it, "base-uri")));
  return [
    ...scripts,
    ...(objects ? [] : [{ id: "objects" as const }]),
    ...(base ? [] : [{ id: "base" as const, severity: "low" as const }]),
  ];
}

/** The places of answers that share a nonce with another answer; HEAD is asked by itself, so it counts. */
function reusedNonces(answers: readonly JudgedAnswer[]): readonly JudgedAnswer[] {
  const nonces = answers.map(({ answer }) => new Set(policiesOf(answer).flatMap(noncesOf)));
  return answers.filter((_, at) =>
    nonces.some((others, other) => other !== at && !others.isDisjointFrom(nonces[at] ?? new Set())),
  );
}

export default control({
  id: "content-security-policy",
  requirement: "HAR-4",
  aspect: "content-policy",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "medium",
  title: "An enforced Content-Security-Policy limits scripts, objects and base addresses",
  problems: {
    missing: "{where}: no Content-Security-Policy",
    "missing-there": "{where}: no Content-Security-Policy, though other answers have one",
    "report-only": "{where}: the policy only reports (Content-Security-Policy-Report-Only) and enforces nothing",
    "no-scripts": "{where}: the policy has neither script-src nor default-src",
    inline: "{where}: {directive} allows scripts inside the page ({value})",
    eval: "{where}: {directive} allows text to be run as a script ({value})",
    everything: "{where}: {directive} allows scripts of everybody ({value})",
    bypass: "{where}: {directive} allows {value}, which serves scripts that get past the policy",
    foreign: "{where}: {directive} allows scripts of another origin ({value})",
    nonce: "{where}: a nonce in {directive} is too short or malformed",
    unparsable: "{where}: script sources make no sense: {value}",
    objects: "{where}: plug-ins are allowed (object-src is not 'none')",
    base: "{where}: base addresses can be set (base-uri is not 'none')",
    "nonce-reused": "{where}: the same nonce in several answers, so that it can be guessed",
  },
  judge: ({ httpAnswers }, { subject, problem }) => {
    const { answers, gaps } = documentAnswers(httpAnswers);
    const host = URL.parse(subject.declared.url)?.hostname ?? "";
    const reused = reusedNonces(judgedAnswers(httpAnswers).answers);
    return settle({
      problems: [
        ...problemsAt(answers, ({ answer }) => faultsOf(answer, host), problem),
        ...(reused.length === 0
          ? []
          : [problem("nonce-reused", { where: [...new Set(reused.map(({ place }) => place))].join(", ") })]),
      ],
      gaps,
      because: `${counted(answers.length, "document")} with an enforced policy without known bypasses`,
    });
  },
  remedy: {
    nginx:
      "add_header Content-Security-Policy \"default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'\" always;",
    apache:
      "Header always set Content-Security-Policy \"default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'\"",
    haproxy:
      "http-after-response set-header Content-Security-Policy \"default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'\"",
    caddy:
      "header Content-Security-Policy \"default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'\"",
  },
});
