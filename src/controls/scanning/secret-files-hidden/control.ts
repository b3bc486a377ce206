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
      "location ~ /\\.(?!well-known/) { return 404; }\nlocation ~* /((composer|package(-lock)?|appsettings|sftp-config)\\.json|(composer|yarn|Gemfile|Cargo)\\.lock|go\\.mod|requirements\\.txt|pom\\.xml|web\\.config|webpack\\.config\\.js|Dockerfile|Jenkinsfile|(docker-)?compose\\.ya?ml|(azure|bitbucket)-pipelines\\.yml|application\\.(properties|ya?ml)|terraform\\.tfstate|env\\.txt|server\\.key|id_rsa|Thumbs\\.db|desktop\\.ini|(AGENTS|CLAUDE)\\.md|database\\.yml|project\\.properties|web\\.xml)$ { return 404; }",
    apache:
      '<LocationMatch "/\\.(?!well-known/)">\n  Require all denied\n</LocationMatch>\n<LocationMatch "(?i)/((composer|package(-lock)?|appsettings|sftp-config)\\.json|(composer|yarn|Gemfile|Cargo)\\.lock|go\\.mod|requirements\\.txt|pom\\.xml|web\\.config|webpack\\.config\\.js|Dockerfile|Jenkinsfile|(docker-)?compose\\.ya?ml|(azure|bitbucket)-pipelines\\.yml|application\\.(properties|ya?ml)|terraform\\.tfstate|env\\.txt|server\\.key|id_rsa|Thumbs\\.db|desktop\\.ini|(AGENTS|CLAUDE)\\.md|database\\.yml|project\\.properties|web\\.xml)$">\n  Require all denied\n</LocationMatch>',
    haproxy:
      "http-request deny deny_status 404 if { path,url_dec -m sub /. } !{ path_beg /.well-known/ }\nhttp-request deny deny_status 404 if { path,url_dec -m reg -i /((composer|package(-lock)?|appsettings|sftp-config)\\.json|(composer|yarn|Gemfile|Cargo)\\.lock|go\\.mod|requirements\\.txt|pom\\.xml|web\\.config|webpack\\.config\\.js|Dockerfile|Jenkinsfile|(docker-)?compose\\.ya?ml|(azure|bitbucket)-pipelines\\.yml|application\\.(properties|ya?ml)|terraform\\.tfstate|env\\.txt|server\\.key|id_rsa|Thumbs\\.db|desktop\\.ini|(AGENTS|CLAUDE)\\.md|database\\.yml|project\\.properties|web\\.xml)$ }",
    caddy:
      "@settings {\n  path_regexp (?i)(/\\.|/((composer|package(-lock)?|appsettings|sftp-config)\\.json|(composer|yarn|Gemfile|Cargo)\\.lock|go\\.mod|requirements\\.txt|pom\\.xml|web\\.config|webpack\\.config\\.js|Dockerfile|Jenkinsfile|(docker-)?compose\\.ya?ml|(azure|bitbucket)-pipelines\\.yml|application\\.(properties|ya?ml)|terraform\\.tfstate|env\\.txt|server\\.key|id_rsa|Thumbs\\.db|desktop\\.ini|(AGENTS|CLAUDE)\\.md|database\\.yml|project\\.properties|web\\.xml)$)\n  not path /.well-known/*\n}\nrespond @settings 404",
  },
});
