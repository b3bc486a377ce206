import { settle } from "../../../verdict/outcome.ts";
import { counted, headerValues, judgedAnswers, shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { type Fault, problemsAt } from "../../fault.ts";

const version = /\/v?\d+(?:\.\d|\b)|\b\d+\.\d/;
const system =
  /\((?:Debian|Ubuntu|Unix|Win(?:32|64|dows)|CentOS|Red Hat|Rocky|AlmaLinux|Fedora|SUSE|FreeBSD|Amazon)[^)]*\)/i;

export default control({
  id: "server-header",
  requirement: "HAR-11",
  aspect: "headers",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "low",
  title: "The Server header names no version",
  problems: {
    version: "{where}: Server “{value}” names a version",
    system: "{where}: Server “{value}” names the operating system",
  },
  judge: ({ httpAnswers }, { problem }) => {
    const { answers, gaps } = judgedAnswers(httpAnswers);
    const names = new Set(answers.flatMap(({ answer }) => headerValues(answer, "server")));
    return settle({
      problems: problemsAt(
        answers,
        ({ answer }) =>
          headerValues(answer, "server").flatMap((it): readonly Fault<"version" | "system">[] => {
            const data = { value: shown(it) };
            if (version.test(it)) return [{ id: "version", data }];
            return system.test(it) ? [{ id: "system", data }] : [];
          }),
        problem,
      ),
      gaps,
      because:
        names.size === 0
          ? `${counted(answers.length, "answer")} without a Server header`
          : `Server says just ${[...names].map((it) => `“${shown(it)}”`).join(", ")} in ${counted(answers.length, "answer")}`,
    });
  },
  remedy: {
    nginx: "server_tokens off;",
    apache:
      "ServerTokens Prod\nServerSignature Off\n# Takes away what an application behind it says; Apache then says its own.\nHeader unset Server",
    haproxy: "http-after-response del-header Server",
    caddy: "header -Server",
    tomcat: 'In server.xml set server="web" on every Connector.',
    lighttpd: 'server.tag = "web"',
    jetty: "In start.ini: jetty.httpConfig.sendServerVersion=false",
    iis: 'In web.config: <requestFiltering removeServerHeader="true" />',
  },
});
