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
    nginx:
      "location ~* (~|\\.(zip|tar|t?gz|bz2|xz|7z|sql|dump|rdb|sqlite3?|bak|old|orig|save|swp|map)|/settings\\.py)$ { return 404; }",
    apache:
      '<LocationMatch "(?i)(~|\\.(zip|tar|t?gz|bz2|xz|7z|sql|dump|rdb|sqlite3?|bak|old|orig|save|swp|map)|/settings\\.py)$">\n  Require all denied\n</LocationMatch>',
    haproxy:
      "http-request deny deny_status 404 if { path,url_dec -m reg -i (~|\\.(zip|tar|t?gz|bz2|xz|7z|sql|dump|rdb|sqlite3?|bak|old|orig|save|swp|map)|/settings\\.py)$ }",
    caddy:
      "@dumps path_regexp (?i)(~|\\.(zip|tar|t?gz|bz2|xz|7z|sql|dump|rdb|sqlite3?|bak|old|orig|save|swp|map)|/settings\\.py)$\nrespond @dumps 404",
  },
});
