import { settle } from "../../../verdict/outcome.ts";
import { shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { answersWithCookies, cookiesOf } from "../../set-cookie.ts";
import { technologyOf } from "./telling-names.ts";

export default control({
  id: "cookie-names-disclosure",
  requirement: "HAR-11",
  aspect: "cookies",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "info",
  title: "No cookie's name gives the technology away",
  problems: { name: "{where}: the cookie {name} gives away {technology}" },
  judge: ({ httpAnswers }, { problem }) => {
    const { answers, gaps } = answersWithCookies(httpAnswers);
    const names = new Set(answers.flatMap(({ answer }) => cookiesOf(answer).map(({ name }) => shown(name))));
    return settle({
      problems: problemsAt(
        answers,
        ({ answer }) =>
          cookiesOf(answer).flatMap(({ name }) => {
            const technology = technologyOf(name);
            if (technology === undefined) return [];
            // Some products put an address or a random part behind their own one.
            const discriminator = technology;
            return [{ id: "name" as const, data: { name: shown(name), technology }, discriminator }];
          }),
        problem,
        "every answer with cookies",
      ),
      gaps,
      because: `the cookies seen tell nothing by their names: ${[...names].join(", ")}`,
    });
  },
  remedy: {
    tomcat: 'In context.xml: <Context sessionCookieName="session">',
    jetty: "In web.xml: <session-config><cookie-config><name>session</name></cookie-config></session-config>",
    node: 'With express-session: session({ name: "session" })',
    iis: 'In web.config: <sessionState cookieName="session" />',
    nginx: '# For PHP, beside fastcgi_pass:\nfastcgi_param PHP_VALUE "session.name=session";',
    apache:
      '# For PHP by proxy_fcgi; with mod_php: php_value session.name session\nProxyFCGISetEnvIf "true" PHP_VALUE "session.name=session"',
    haproxy:
      "# Where the application can't be told another name, here for PHP:\nhttp-request replace-header Cookie (^|.*;\\s*)session=(.*) \\1PHPSESSID=\\2\nhttp-after-response replace-header Set-Cookie ^PHPSESSID=(.*) session=\\1",
    caddy: "# For PHP:\nphp_fastcgi 127.0.0.1:9000 {\n  env PHP_VALUE session.name=session\n}",
  },
});
