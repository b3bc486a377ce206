import { judgeTrials } from "../../content-trials.ts";
import { control } from "../../control.ts";

export default control({
  id: "status-pages-closed",
  requirement: "SCN-4",
  aspect: "status-pages",
  subject: "endpoint",
  observes: ["http-content"],
  severity: "medium",
  title: "No debug, status or information page answers",
  problems: { served: "{path} answers {status}: {proof}" },
  judge: ({ httpContent }, { problem }) =>
    judgeTrials(
      httpContent,
      ({ kind }) => kind === "status-page",
      problem,
      ({ id }) =>
        /^actuator-(?:v1-)?(?:env|heapdump|configprops|jolokia|trace|httptrace|logfile|sessions)|^development-(?:werkzeug|laravel|django)|^go-pprof/.test(
          id,
        )
          ? "high"
          : id.startsWith("api-")
            ? "low"
            : undefined,
    ),
  remedy: {
    nginx:
      "location ~ ^/(nginx_status|stub_status|server-status|actuator|debug)(/|$) {\n  allow 127.0.0.1;\n  deny all;\n}",
    apache: '<LocationMatch "^/(server-status|server-info|actuator|debug)(/|$)">\n  Require local\n</LocationMatch>',
    haproxy:
      "http-request deny deny_status 404 if { path_beg /actuator /server-status /server-info /nginx_status /debug/ }",
    caddy: "@status path /actuator* /server-status /debug/*\nrespond @status 404",
    tomcat: "With Spring Boot: management.endpoints.web.exposure.include=health",
  },
});
