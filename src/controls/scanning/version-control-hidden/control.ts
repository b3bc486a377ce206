import { judgeTrials } from "../../content-trials.ts";
import { control } from "../../control.ts";

export default control({
  id: "version-control-hidden",
  requirement: "SCN-4",
  aspect: "version-control",
  subject: "endpoint",
  observes: ["http-content"],
  severity: "high",
  title: "No data of a version control system answers",
  problems: { served: "{path} answers {status}: {proof}" },
  judge: ({ httpContent }, { problem }) => judgeTrials(httpContent, ({ kind }) => kind === "version-control", problem),
  remedy: {
    nginx: "location ~ /(\\.(?!well-known/)|_darcs/|BitKeeper/|CVS/) { return 404; }",
    apache: '<LocationMatch "/(\\.(?!well-known/)|_darcs/|BitKeeper/|CVS/)">\n  Require all denied\n</LocationMatch>',
    haproxy:
      "http-request deny deny_status 404 if { path,url_dec -m reg -i /(\\.(git|svn|hg|bzr)|_darcs|BitKeeper|CVS)(/|$) }",
    caddy: "@hidden {\n  path */.* /_darcs/* /BitKeeper/* /CVS/*\n  not path /.well-known/*\n}\nrespond @hidden 404",
  },
});
