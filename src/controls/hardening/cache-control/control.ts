import { settle } from "../../../verdict/outcome.ts";
import { counted, headerValues, judgedAnswers, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { headerRemedy } from "../../header-remedy.ts";
import { cacheDirectives } from "./directives.ts";

export default control({
  id: "cache-control",
  requirement: "HAR-4",
  aspect: "caching",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "low",
  title: "Confidential answers are kept out of every cache",
  problems: {
    missing: "{where}: no Cache-Control, so that caches may keep the answer",
    "missing-there": "{where}: no Cache-Control, though other answers have it",
    stored: "{where}: Cache-Control “{value}” lets caches keep the answer (no no-store)",
    conflict: "{where}: Cache-Control “{value}” forbids and allows keeping the answer",
  },
  judge: ({ httpAnswers }, { subject, problem }) => {
    if (!subject.declared.confidential)
      return { outcome: "not-applicable", because: "the estate says that the endpoint's answers are not confidential" };
    const { answers, gaps } = judgedAnswers(httpAnswers, ["root", "path", "root-http2"]);
    const kept = answers.filter(({ answer }) => answer.status >= 200 && answer.status < 300 && answer.bodyBytes > 0);
    const none = {
      reason: "no answer holds anything that could be confidential",
      wouldVerify: "declare paths of the endpoint that answer with content",
    };
    return settle({
      problems: problemsAt(
        kept,
        ({ answer }) => {
          const fields = headerValues(answer, "cache-control");
          if (fields.length === 0) return [{ id: "missing", elsewhere: "missing-there" }];
          const directives = cacheDirectives(fields);
          const data = { value: shown(fields.join(", ")) };
          if (!directives.has("no-store")) return [{ id: "stored", data }];
          const lasting = ["max-age", "s-maxage"].some((it) => /^[1-9]/.test(directives.get(it) ?? ""));
          return directives.has("public") || lasting ? [{ id: "conflict", data }] : [];
        },
        problem,
      ),
      gaps: kept.length === 0 && gaps.length === 0 ? [none] : gaps,
      because: `${counted(kept.length, "answer")} with content and no-store`,
    });
  },
  remedy: headerRemedy(["Cache-Control", "no-cache, no-store"], ["Pragma", "no-cache"], ["Expires", "-1"]),
});
