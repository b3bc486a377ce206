import { settle } from "../../../verdict/outcome.ts";
import { counted, documentAnswers, headerItems, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { headerRemedy } from "../../header-remedy.ts";
import { metaElements } from "../../meta-elements.ts";

const silent = ["no-referrer", "same-origin"];
const known = [
  ...silent,
  ...["strict-origin", "strict-origin-when-cross-origin", "origin", "origin-when-cross-origin"],
  ...["no-referrer-when-downgrade", "unsafe-url"],
];

export default control({
  id: "referrer-policy",
  requirement: "HAR-4",
  aspect: "referrer",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "low",
  title: "Referrer-Policy gives other origins nothing",
  problems: {
    missing: "{where}: no Referrer-Policy",
    "missing-there": "{where}: no Referrer-Policy, though other answers have it",
    unknown: "{where}: browsers know no value of Referrer-Policy “{value}”",
    weak: "{where}: Referrer-Policy {value} gives other origins at least the origin",
    meta: "{where}: the header is fine, but a meta element of the page says {value}",
  },
  judge: ({ httpAnswers }, { problem }) => {
    const { answers, gaps } = documentAnswers(httpAnswers);
    return settle({
      problems: problemsAt(
        answers,
        ({ answer }) => {
          const values = headerItems(answer, "referrer-policy").map((it) => it.toLowerCase());
          if (values.length === 0) return [{ id: "missing", elsewhere: "missing-there" }];
          // The last value that a browser knows wins, so that newer ones can follow older ones.
          const value = values.findLast((it) => known.includes(it));
          if (value === undefined) return [{ id: "unknown", data: { value: shown(values.join(", ")) } }];
          if (!silent.includes(value)) return [{ id: "weak", data: { value } }];
          const meta = metaElements(answer.bodyStart)
            .filter((it) => it.get("name")?.toLowerCase() === "referrer")
            .map((it) => it.get("content")?.trim().toLowerCase() ?? "")
            .findLast((it) => known.includes(it));
          return meta === undefined || silent.includes(meta) ? [] : [{ id: "meta", data: { value: meta } }];
        },
        problem,
        "every document",
      ),
      gaps,
      because: `${counted(answers.length, "document")} with same-origin or no-referrer`,
    });
  },
  remedy: headerRemedy(["Referrer-Policy", "same-origin"]),
});
