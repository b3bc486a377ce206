import { settle } from "../../../verdict/outcome.ts";
import { counted, judgedAnswers, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { type Fault, problemsAt } from "../../fault.ts";
import { tellingHeaders } from "./telling-headers.ts";

/** A proxy must name itself in Via, but by any name, and without the comment where products put their versions. */
const viaVersion = /\(.*\d.*\)|^\S+\s+\S*[a-z]\S*\/v?\d/i;

export default control({
  id: "powered-by-headers",
  requirement: "HAR-11",
  aspect: "headers",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "low",
  title: "No header tells what the application is built with",
  problems: {
    version: "{where}: {name} “{value}” names a version of what runs behind",
    technology: "{where}: {name} “{value}” tells what runs behind",
  },
  judge: ({ httpAnswers }, { problem }) => {
    const { answers, gaps } = judgedAnswers(httpAnswers);
    return settle({
      problems: problemsAt(
        answers,
        ({ answer }) =>
          answer.headers.flatMap(([name, value]): readonly Fault<"version" | "technology">[] => {
            const id = name.trim().toLowerCase();
            const telling = tellingHeaders.has(id) || (id === "via" && viaVersion.test(value.trim()));
            if (!telling) return [];
            const head = { data: { name: name.trim(), value: shown(value.trim()) }, discriminator: id };
            if (/\d\.\d/.test(value)) return [{ id: "version", ...head }];
            return [{ id: "technology", ...head, severity: "info" }];
          }),
        problem,
      ),
      gaps,
      because: `${counted(answers.length, "answer")} without a header of that kind`,
    });
  },
  remedy: {
    nginx: "proxy_hide_header X-Powered-By;\nproxy_hide_header X-Generator;\nproxy_hide_header X-AspNet-Version;",
    apache:
      "Header always unset X-Powered-By\nHeader unset X-Powered-By\nHeader unset X-Generator\nHeader unset X-AspNet-Version",
    haproxy:
      "http-response del-header X-Powered-By\nhttp-response del-header X-Generator\nhttp-response del-header X-AspNet-Version",
    caddy: "header -X-Powered-By\nheader -X-Generator\nheader -X-AspNet-Version",
    node: 'With Express: app.disable("x-powered-by")',
    iis: 'In web.config: <httpRuntime enableVersionHeader="false" /> and <remove name="X-Powered-By" /> under customHeaders.',
  },
});
