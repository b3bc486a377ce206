import { judgeTrials } from "../../content-trials.ts";
import { control } from "../../control.ts";

export default control({
  id: "dumps-hidden",
  requirement: "SCN-4",
  aspect: "dumps",
  subject: "endpoint",
  observes: ["http-content"],
  severity: "high",
  title: "No backup, archive or dump answers",
  problems: { served: "{path} answers {status}: {proof}" },
  judge: ({ httpContent }, { problem }) =>
    judgeTrials(
      httpContent,
      ({ kind }) => kind === "dump",
      problem,
      ({ id }) => (id.startsWith("source-map") ? "low" : undefined),
    ),
  remedy: {
    nginx: "location ~* \\.(zip|tar|t?gz|bz2|xz|7z|sql|dump|bak|old|orig|swp)$ { return 404; }",
    apache:
      '<LocationMatch "(?i)\\.(zip|tar|t?gz|bz2|xz|7z|sql|dump|bak|old|orig|swp)$">\n  Require all denied\n</LocationMatch>',
    haproxy: "http-request deny deny_status 404 if { path_end -i .zip .tar .gz .tgz .sql .dump .bak .old .orig .swp }",
    caddy: "@dumps path *.zip *.tar *.gz *.sql *.dump *.bak *.old\nrespond @dumps 404",
  },
});
