import { settle } from "../../../verdict/outcome.ts";
import { counted, documentAnswers, judgedAnswers } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { headerRemedy } from "../../header-remedy.ts";
import { faultsOf, reusedNonces } from "./faults.ts";

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
        ...problemsAt(answers, ({ answer }) => faultsOf(answer, host), problem, "every document"),
        ...(reused.length === 0
          ? []
          : [problem("nonce-reused", { where: [...new Set(reused.map(({ place }) => place))].join(", ") })]),
      ],
      gaps,
      because: `${counted(answers.length, "document")} with an enforced policy without known bypasses`,
    });
  },
  remedy: headerRemedy([
    "Content-Security-Policy",
    "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
  ]),
});
