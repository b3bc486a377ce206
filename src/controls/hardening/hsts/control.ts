import { settle } from "../../../verdict/outcome.ts";
import { browsedAnswers, counted, headerValues } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { headerRemedy } from "../../header-remedy.ts";
import { countingField } from "../../strict-transport-security.ts";

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
          const { faults, said } = countingField(answer, policy.hstsSeconds);
          if (said === undefined) return faults;
          const { value, includeSubDomains, preload } = said;
          const [first, ...others] = headerValues(answer, "strict-transport-security");
          return [
            ...faults,
            ...(includeSubDomains ? [] : [{ id: "subdomains" as const, data: { value }, severity: "low" as const }]),
            ...(preload ? [] : [{ id: "preload" as const, data: { value }, severity: "low" as const }]),
            ...(others.some((it) => it !== first) ? [{ id: "conflict" as const, severity: "low" as const }] : []),
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
