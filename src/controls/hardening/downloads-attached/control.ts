import { settle } from "../../../verdict/outcome.ts";
import { counted, headerItems, headerValues, judgedAnswers, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { type Fault, problemsAt } from "../../fault.ts";
import { attachedFiles } from "./remedy.ts";
import { unseenFiles } from "./unseen-files.ts";

export default control({
  id: "downloads-attached",
  requirement: "HAR-4",
  aspect: "downloads",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "medium",
  title: "Files are given out as attachments, which browsers don't open in place",
  problems: {
    missing: "{where}: no Content-Disposition, so that a browser opens it in place",
    other: "{where}: Content-Disposition is “{value}” instead of attachment",
    sniffed: "{where}: no X-Content-Type-Options: nosniff",
    opened: "{where}: no X-Download-Options: noopen",
  },
  judge: ({ httpAnswers }, { subject, problem }) => {
    const { answers, gaps } = judgedAnswers(httpAnswers, ["download"]);
    const files = answers.filter(({ answer }) => answer.status === 200);
    return settle({
      problems: problemsAt(
        files,
        ({ answer }) => {
          const faults: Fault<"missing" | "other" | "sniffed" | "opened">[] = [];
          const dispositions = headerValues(answer, "content-disposition");
          // The type ends at the first semicolon and has no case (RFC 6266); of several fields any could count.
          const other = dispositions.find((it) => !/^attachment\s*(?:;|$)/i.test(it));
          if (dispositions.length === 0) faults.push({ id: "missing" });
          if (other !== undefined) faults.push({ id: "other", data: { value: shown(other) } });
          if (headerItems(answer, "x-content-type-options")[0]?.toLowerCase() !== "nosniff")
            faults.push({ id: "sniffed", severity: "low" });
          if (headerItems(answer, "x-download-options")[0]?.toLowerCase() !== "noopen")
            faults.push({ id: "opened", severity: "low" });
          return faults;
        },
        problem,
        "every file",
      ),
      gaps: [...gaps, ...unseenFiles(httpAnswers, answers, subject)],
      because: `${counted(files.length, "declared file")} given out as an attachment`,
    });
  },
  remedy: attachedFiles,
});
