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
      "location ~ ^/(nginx_status|stub_status|basic_status|server-(status|info)|(fpm-)?status$|haproxy$|actuator|metrics|debug|trace\\.axd|elmah\\.axd|(php_?)?info\\.php|swagger|openapi\\.|(api/)?swagger|v[23]/api-docs|graphiql|rails/|_profiler|_ignition|console|telescope|h2-console|@vite|__webpack) {\n  allow 127.0.0.1;\n  deny all;\n}",
    apache:
      '<LocationMatch "^/(nginx_status|stub_status|basic_status|server-(status|info)|(fpm-)?status$|haproxy$|actuator|metrics|debug|trace\\.axd|elmah\\.axd|(php_?)?info\\.php|swagger|openapi\\.|(api/)?swagger|v[23]/api-docs|graphiql|rails/|_profiler|_ignition|console|telescope|h2-console|@vite|__webpack)">\n  Require local\n</LocationMatch>',
    haproxy:
      "http-request deny deny_status 404 if { path,url_dec -m reg ^/(nginx_status|stub_status|basic_status|server-(status|info)|(fpm-)?status$|haproxy$|actuator|metrics|debug|trace\\.axd|elmah\\.axd|(php_?)?info\\.php|swagger|openapi\\.|(api/)?swagger|v[23]/api-docs|graphiql|rails/|_profiler|_ignition|console|telescope|h2-console|@vite|__webpack) }",
    caddy:
      "@status path_regexp ^/(nginx_status|stub_status|basic_status|server-(status|info)|(fpm-)?status$|haproxy$|actuator|metrics|debug|trace\\.axd|elmah\\.axd|(php_?)?info\\.php|swagger|openapi\\.|(api/)?swagger|v[23]/api-docs|graphiql|rails/|_profiler|_ignition|console|telescope|h2-console|@vite|__webpack)\nrespond @status 404",
    tomcat: "With Spring Boot: management.endpoints.web.exposure.include=health",
  },
});
