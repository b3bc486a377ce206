import type { Answer } from "../../../probes/http/facts.ts";
import { settle } from "../../../verdict/outcome.ts";
import { counted, documentAnswers, headerItems, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { type Fault, problemsAt } from "../../fault.ts";
import { policiesOf } from "../content-security-policy/policies.ts";

type Id = "missing" | "missing-there" | "ancestors" | "conflict" | "ignored";

/** What lets others frame the answer: frame-ancestors of any enforced policy supersedes X-Frame-Options. */
function faultsOf(answer: Answer): readonly Fault<Id>[] {
  const ancestors = policiesOf(answer).flatMap(({ directives }) => {
    const sources = directives.get("frame-ancestors");
    return sources === undefined ? [] : [sources];
  });
  if (ancestors.length > 0) {
    // Every policy must agree, so one that lets nobody else in is enough.
    const closed = ancestors.some((it) => it.every((source) => /^'(?:self|none)'$/i.test(source)));
    const sources = shown(ancestors.map((it) => it.join(" ")).join(", "));
    return closed ? [] : [{ id: "ancestors", data: { sources } }];
  }
  const values = new Set(headerItems(answer, "x-frame-options").map((it) => it.toLowerCase()));
  if (values.size === 0) return [{ id: "missing", elsewhere: "missing-there" }];
  const data = { value: shown([...values].join(", ")) };
  const known = values.has("deny") || values.has("sameorigin");
  if (!known) return [{ id: "ignored", data }];
  return values.size > 1 ? [{ id: "conflict", data, severity: "low" }] : [];
}

export default control({
  id: "framing",
  requirement: "HAR-4",
  aspect: "framing",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "medium",
  title: "Other origins cannot frame a page",
  problems: {
    missing: "{where}: neither X-Frame-Options nor frame-ancestors",
    "missing-there": "{where}: neither X-Frame-Options nor frame-ancestors, though other answers have it",
    ancestors: "{where}: frame-ancestors lets others in: {sources}",
    ignored: "{where}: browsers ignore X-Frame-Options “{value}”",
    conflict: "{where}: X-Frame-Options contradicts itself: {value}",
  },
  judge: ({ httpAnswers }, { problem }) => {
    const { answers, gaps } = documentAnswers(httpAnswers);
    return settle({
      problems: problemsAt(answers, ({ answer }) => faultsOf(answer), problem),
      gaps,
      because: `${counted(answers.length, "document")} that only the own origin can frame, if any`,
    });
  },
  remedy: {
    nginx:
      "add_header X-Frame-Options SAMEORIGIN always;\nadd_header Content-Security-Policy \"frame-ancestors 'self'\" always;",
    apache:
      "Header always set X-Frame-Options SAMEORIGIN\nHeader always add Content-Security-Policy \"frame-ancestors 'self'\"",
    haproxy:
      "http-after-response set-header X-Frame-Options SAMEORIGIN\nhttp-after-response add-header Content-Security-Policy \"frame-ancestors 'self'\"",
    caddy: "header X-Frame-Options SAMEORIGIN\nheader +Content-Security-Policy \"frame-ancestors 'self'\"",
  },
});
