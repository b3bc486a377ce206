import { settle } from "../../../verdict/outcome.ts";
import { contentAnswers, counted, headerItems, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { headerRemedy } from "../../header-remedy.ts";

export default control({
  id: "nosniff",
  requirement: "HAR-4",
  aspect: "sniffing",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "low",
  title: "Browsers are kept from guessing types",
  problems: {
    missing: "{where}: no X-Content-Type-Options",
    "missing-there": "{where}: no X-Content-Type-Options, though other answers have it",
    other: "{where}: X-Content-Type-Options is “{value}” instead of nosniff",
  },
  judge: ({ httpAnswers }, { problem }) => {
    const { answers, gaps } = contentAnswers(httpAnswers);
    return settle({
      problems: problemsAt(
        answers,
        ({ answer }) => {
          // Only the first value counts, however many there are (Fetch, section 3.5).
          const [first] = headerItems(answer, "x-content-type-options");
          if (first === undefined) return [{ id: "missing", elsewhere: "missing-there" }];
          return first.toLowerCase() === "nosniff" ? [] : [{ id: "other", data: { value: shown(first) } }];
        },
        problem,
      ),
      gaps,
      because: `${counted(answers.length, "answer")} with nosniff`,
    });
  },
  remedy: headerRemedy(["X-Content-Type-Options", "nosniff"]),
});
