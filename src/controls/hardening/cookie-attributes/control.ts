import { settle } from "../../../verdict/outcome.ts";
import { shown } from "../../answers.ts";
import { control } from "../../control.ts";
import { problemsAt } from "../../fault.ts";
import { answersWithCookies, cookiesOf } from "../../set-cookie.ts";
import { faultsOf } from "./faults.ts";

export default control({
  id: "cookie-attributes",
  requirement: "HAR-4",
  aspect: "cookies",
  subject: "endpoint",
  observes: ["http-answers"],
  severity: "medium",
  title: "Every cookie is HttpOnly, Secure and SameSite",
  problems: {
    script: "{where}: scripts can read the cookie {name} (no HttpOnly)",
    plain: "{where}: the cookie {name} is sent over plain HTTP, too (no Secure)",
    "no-same-site": "{where}: the cookie {name} has no SameSite that browsers know",
    none: "{where}: the cookie {name} is sent with requests of other sites (SameSite=None)",
    refused: "{where}: browsers refuse the cookie {name}, which is SameSite=None but not Secure",
    mistake: "{where}: browsers refuse the cookie {name}, which {mistake}",
    prefix: "{where}: browsers refuse the cookie {name}, which breaks the rules of its prefix",
  },
  judge: ({ httpAnswers }, { problem }) => {
    const { answers, gaps } = answersWithCookies(httpAnswers);
    const names = new Set(answers.flatMap(({ answer }) => cookiesOf(answer).map(({ name }) => name)));
    return settle({
      problems: problemsAt(
        answers,
        ({ answer }) => cookiesOf(answer).flatMap(faultsOf),
        problem,
        "every answer with cookies",
      ),
      gaps,
      because: `HttpOnly, Secure and SameSite: ${[...names].map(shown).join(", ")}`,
    });
  },
  remedy: {
    nginx: "proxy_cookie_flags ~ httponly secure samesite=lax;",
    apache:
      'Header edit Set-Cookie "(?i)^((?!.*;\\s*httponly).*)$" "$1; HttpOnly"\nHeader edit Set-Cookie "(?i)^((?!.*;\\s*secure).*)$" "$1; Secure"\nHeader edit Set-Cookie "(?i)^((?!.*;\\s*samesite).*)$" "$1; SameSite=Lax"',
    haproxy:
      "http-response replace-header Set-Cookie '^((?!.*(?i:; *httponly)).*)$' '\\1; HttpOnly'\nhttp-response replace-header Set-Cookie '^((?!.*(?i:; *secure)).*)$' '\\1; Secure'\nhttp-response replace-header Set-Cookie '^((?!.*(?i:; *samesite)).*)$' '\\1; SameSite=Lax'",
    caddy: 'header {\n  Set-Cookie "^(.*)$" "$1; HttpOnly; Secure; SameSite=Lax"\n  defer\n}',
  },
});
