import { settle } from "../../../verdict/outcome.ts";
import { contentAnswers, counted, headerItems, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";

/** Types whose text a browser decodes by the charset parameter; JSON, images and event streams have none. */
const textual = /^(?:text\/(?!event-stream)[\w.+-]+|application\/(?:xhtml\+xml|xml|javascript|ecmascript))\s*(?:;|$)/i;
const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i;

export default control({
  id: "content-type-charset",
  requirement: "HAR-4",
  aspect: "content-type",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "low",
  title: "Every answer with a body names its type, and text names UTF-8",
  problems: {
    missing: "{where}: the body comes without a Content-Type",
    several: "{where}: more than one Content-Type, {values}",
    "no-charset": "{where}: Content-Type {value} names no character set",
    "other-charset": "{where}: Content-Type {value} names a character set other than UTF-8",
  },
  judge: ({ httpAnswers }, { problem }) => {
    const { answers, gaps } = contentAnswers(httpAnswers);
    const bodies = answers.filter(({ answer }) => answer.bodyBytes > 0);
    const none = { reason: "no answer has a body", wouldVerify: "declare paths of the endpoint that answer with one" };
    return settle({
      problems: problemsAt(
        bodies,
        ({ answer }) => {
          const [value, ...others] = headerItems(answer, "content-type");
          if (value === undefined) return [{ id: "missing" }];
          if (others.length > 0) return [{ id: "several", data: { values: shown([value, ...others].join(" and ")) } }];
          if (!textual.test(value)) return [];
          const named = charset.exec(value)?.[1]?.toLowerCase();
          if (named === undefined) return [{ id: "no-charset", data: { value: shown(value) } }];
          return named === "utf-8" ? [] : [{ id: "other-charset", data: { value: shown(value) } }];
        },
        problem,
      ),
      gaps: bodies.length === 0 && gaps.length === 0 ? [none] : gaps,
      because: `${counted(bodies.length, "answer")} with one type each, and text names UTF-8`,
    });
  },
  remedy: {
    nginx: "charset utf-8;\ncharset_types text/css text/javascript application/javascript text/plain text/xml;",
    apache:
      "AddDefaultCharset utf-8\nAddCharset utf-8 .html .css .js .txt .xml\n# Apache's built-in error pages name ISO-8859-1: give out own ones\nErrorDocument 404 /errors/404.html",
    haproxy:
      'http-response set-header Content-Type "%[res.hdr(content-type)]; charset=utf-8" if { res.hdr(content-type) -i -m beg text/ } !{ res.hdr(content-type) -i -m sub charset }',
    caddy: 'header {\n  Content-Type "^(text/[a-z]+)$" "$1; charset=utf-8"\n  defer\n}',
  },
});
