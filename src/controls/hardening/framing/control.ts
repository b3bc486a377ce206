import { settle } from "../../../verdict/outcome.ts";
import { counted, documentAnswers } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { faultsOf } from "./faults.ts";

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
      problems: problemsAt(answers, ({ answer }) => faultsOf(answer), problem, "every document"),
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
