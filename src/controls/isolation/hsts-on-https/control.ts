import { settle } from "../../../verdict/outcome.ts";
import { browsedAnswers, counted } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { headerRemedy } from "../../header-remedy.ts";
import { countingField } from "../../strict-transport-security.ts";

export default control({
  id: "hsts-on-https",
  requirement: "ISO-2",
  aspect: "transport-security",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "medium",
  title: "Browsers are told to use HTTPS only",
  problems: {
    plain: "the endpoint answers over plain HTTP, where nobody can be told to use HTTPS only",
    missing: "{where}: no Strict-Transport-Security",
    "missing-there": "{where}: no Strict-Transport-Security, though other answers have it",
    void: "{where}: browsers ignore “{value}”, because {mistake}",
    short: "{where}: browsers are told so for {seconds} seconds only, less than {policy}",
  },
  judge: ({ httpAnswers }, { subject, policy, problem }) => {
    if (subject.declared.url.startsWith("http:"))
      return settle({ problems: [problem("plain")], gaps: [], because: "" });
    const { answers, gaps } = browsedAnswers(httpAnswers);
    return settle({
      problems: problemsAt(answers, ({ answer }) => countingField(answer, policy.hstsSeconds).faults, problem),
      gaps,
      because: `${counted(answers.length, "answer")} with at least ${policy.hstsSeconds} seconds`,
    });
  },
  remedy: headerRemedy(["Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"]),
});
