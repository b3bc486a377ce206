import { settle } from "../../../verdict/outcome.ts";
import { browsedAnswers, counted, headerValues, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { headerRemedy } from "../../header-remedy.ts";
import { parseStrictTransportSecurity } from "../../strict-transport-security.ts";

export default control({
  id: "hsts",
  requirement: "HAR-4",
  aspect: "transport-security",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "medium",
  title: "Strict-Transport-Security lasts, covers subdomains and preload",
  problems: {
    plain: "the endpoint answers over plain HTTP, where browsers ignore Strict-Transport-Security",
    missing: "{where}: no Strict-Transport-Security",
    "missing-there": "{where}: no Strict-Transport-Security, though other answers have it",
    void: "{where}: browsers ignore “{value}”, because {mistake}",
    short: "{where}: max-age is {seconds} seconds, less than {policy}",
    subdomains: "{where}: “{value}” leaves subdomains out (includeSubDomains)",
    preload: "{where}: “{value}” does not ask for preload",
    conflict: "{where}: the header is there more than once with different values; only the first one counts",
  },
  judge: ({ httpAnswers }, { subject, policy, problem }) => {
    if (subject.declared.url.startsWith("http:"))
      return settle({ problems: [problem("plain")], gaps: [], because: "" });
    const { answers, gaps } = browsedAnswers(httpAnswers);
    return settle({
      problems: problemsAt(
        answers,
        ({ answer }) => {
          const values = headerValues(answer, "strict-transport-security");
          const [first] = values;
          if (first === undefined) return [{ id: "missing", elsewhere: "missing-there" }];
          const value = shown(first);
          const parsed = parseStrictTransportSecurity(first);
          if ("mistake" in parsed) return [{ id: "void", data: { value, mistake: parsed.mistake } }];
          const { maxAgeSeconds: seconds, includeSubDomains, preload } = parsed;
          const conflict = values.some((it) => it !== first);
          return [
            ...(seconds < policy.hstsSeconds
              ? [{ id: "short" as const, data: { seconds, policy: policy.hstsSeconds } }]
              : []),
            ...(includeSubDomains ? [] : [{ id: "subdomains" as const, data: { value }, severity: "low" as const }]),
            ...(preload ? [] : [{ id: "preload" as const, data: { value }, severity: "low" as const }]),
            ...(conflict ? [{ id: "conflict" as const, severity: "low" as const }] : []),
          ];
        },
        problem,
      ),
      gaps,
      because: `${counted(answers.length, "answer")} with at least ${policy.hstsSeconds} seconds, includeSubDomains and preload`,
    });
  },
  remedy: headerRemedy(["Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"]),
});
