import { judgeTrials } from "../../content-trials.ts";
import { control } from "../../control.ts";

export default control({
  id: "secret-files-hidden",
  requirement: "SCN-4",
  aspect: "secrets-files",
  subject: "endpoint",
  observes: ["http-content"],
  severity: "medium",
  title: "No configuration file answers",
  problems: { served: "{path} answers {status}: {proof}" },
  judge: ({ httpContent }, { problem }) =>
    judgeTrials(
      httpContent,
      ({ kind }) => kind === "configuration-file",
      problem,
      ({ id }) =>
        /^(?:dotenv|credentials|settings|vscode-sftp|idea-data)/.test(id)
          ? "high"
          : /^(?:ds-store|thumbs|desktop|idea|vscode|eclipse|netbeans|agent-)/.test(id)
            ? "low"
            : undefined,
    ),
  remedy: {
    nginx:
      "location ~ /\\.(?!well-known/) { return 404; }\nlocation ~* /(composer\\.(json|lock)|package(-lock)?\\.json|Dockerfile|docker-compose\\.ya?ml)$ { return 404; }",
    apache:
      '<LocationMatch "/\\.(?!well-known/)">\n  Require all denied\n</LocationMatch>\n<LocationMatch "(?i)/(composer\\.(json|lock)|package(-lock)?\\.json|Dockerfile|docker-compose\\.ya?ml)$">\n  Require all denied\n</LocationMatch>',
    haproxy:
      "http-request deny deny_status 404 if { path,url_dec -m reg /\\.(env|DS_Store|idea|vscode) }\nhttp-request deny deny_status 404 if { path_end -i composer.lock package.json Dockerfile docker-compose.yml }",
    caddy:
      "@hidden {\n  path */.* /composer.* /package*.json /Dockerfile /docker-compose.*\n  not path /.well-known/*\n}\nrespond @hidden 404",
  },
});
