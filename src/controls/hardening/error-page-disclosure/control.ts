import { settle } from "../../../verdict/outcome.ts";
import { counted, judgedAnswers, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { disclosuresOf } from "./disclosures.ts";

/** Characters of a body that a probe keeps; what comes after was not seen. */
const kept = 4096;

export default control({
  id: "error-page-disclosure",
  requirement: "HAR-11",
  aspect: "error-pages",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "low",
  title: "Error pages tell nothing of the inside",
  problems: {
    version: "the error page for {where} names a product's version, “{words}”",
    trace: "the error page for {where} shows a stack trace, “{words}”",
    debug: "the error page for {where} is that of a framework's development mode, “{words}”",
    path: "the error page for {where} shows a path of the server, “{words}”",
  },
  judge: ({ httpAnswers }, { problem }) => {
    const { answers, gaps } = judgedAnswers(httpAnswers);
    const errors = answers.filter(({ answer }) => answer.status >= 400);
    const cut = errors.filter(({ answer }) => !answer.bodyComplete || answer.bodyStart.length >= kept);
    return settle({
      problems: problemsAt(
        errors,
        ({ answer }) =>
          disclosuresOf(answer.bodyStart).map(({ kind, words }) => ({
            id: kind,
            data: { words: shown(words) },
            ...(kind === "trace" || kind === "debug" ? { severity: "medium" as const } : {}),
          })),
        problem,
        "every refused request",
      ),
      gaps: [
        ...gaps,
        ...cut.map(({ place }) => ({
          reason: `only the start of the error page of ${place} was seen`,
          wouldVerify: "make the error page shorter than 4,096 characters",
        })),
        ...(errors.length === 0
          ? [
              {
                reason: "no request was answered with an error",
                wouldVerify: "declare a path that answers with an error",
              },
            ]
          : []),
      ],
      because: `${counted(errors.length, "error page")} without a version, trace or path`,
    });
  },
  remedy: {
    nginx: "server_tokens off;\nproxy_intercept_errors on;\nerror_page 400 404 500 502 503 504 /error.html;",
    apache:
      "ServerSignature Off\nServerTokens Prod\n# For errors of an application behind it, too.\nProxyErrorOverride On\nErrorDocument 404 /errors/404.html\nErrorDocument 500 /errors/500.html",
    haproxy:
      'http-error status 500 content-type text/plain string Error\nhttp-response return status 404 content-type text/plain string "Not available" if { status 404 }\nhttp-response return status 500 content-type text/plain string "Not available" if { status ge 500 }',
    caddy:
      'handle_errors {\n  respond "{err.status_code}"\n}\n# With the address of the application behind it.\nreverse_proxy 127.0.0.1:8080 {\n  @error status 4xx 5xx\n  handle_response @error {\n    respond "{rp.status_code}" {rp.status_code}\n  }\n}',
    tomcat:
      'In server.xml, inside Host: <Valve className="org.apache.catalina.valves.ErrorReportValve" showReport="false" showServerInfo="false" />',
    jetty: "In start.ini: jetty.httpConfig.sendServerVersion=false",
    node: "Start with NODE_ENV=production, and give the application an error handler of its own.",
    iis: 'In web.config: <customErrors mode="On" /> and <httpErrors errorMode="Custom" />',
  },
});
