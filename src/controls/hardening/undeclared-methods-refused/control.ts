import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

/** Methods with controls of their own, and the one with which every browser asks. */
const elsewhere = ["TRACE", "TRACK", "DEBUG", "CONNECT"];
const writing = ["PUT", "DELETE", "PATCH"];
const standard = [...elsewhere, ...writing, "GET", "HEAD", "POST", "OPTIONS"];

export default control({
  id: "undeclared-methods-refused",
  requirement: "HAR-10",
  aspect: "undeclared-methods",
  subject: "endpoint",
  observes: ["http-methods"],
  severity: "low",
  title: "Methods that are not declared are refused",
  problems: {
    unknown: "a method that does not exist ({method}) is served with {status}",
    accepted: "{method} is not declared and answers {status}",
    allowed: "OPTIONS claims to allow {method}, which is not declared",
  },
  judge: ({ httpMethods }, { subject, problem }) => {
    const declared = new Set(subject.declared.methods.map((it) => it.toUpperCase()));
    const { trials, allow = [] } = httpMethods;
    const undeclared = trials.filter(({ method }) => !declared.has(method) && !elsewhere.includes(method));
    const claims = [...new Set(allow.map((it) => it.toUpperCase()))];
    const tried = (method: string) => trials.some((it) => it.method === method && it.status !== undefined);
    const untried = writing.filter((it) => !declared.has(it) && !tried(it));
    return settle({
      problems: [
        ...undeclared.flatMap(({ method, status, sameAsGet }) => {
          if (status === undefined || status >= 400) return [];
          if (standard.includes(method))
            return status < 300 ? [problem("accepted", { method, status }, { discriminator: method })] : [];
          return sameAsGet || status < 300
            ? [problem("unknown", { method, status }, { discriminator: "unknown" })]
            : [];
        }),
        ...claims
          .filter((it) => !declared.has(it) && !elsewhere.includes(it))
          .map((method) => problem("allowed", { method }, { discriminator: method })),
      ],
      gaps: [
        ...undeclared.flatMap(({ method, status, trouble }) =>
          status === undefined
            ? [
                {
                  reason: `${method}: ${trouble?.message ?? "no answer"}`,
                  wouldVerify: trouble?.wouldVerify ?? "observe again",
                },
              ]
            : [],
        ),
        ...(untried.length === 0
          ? []
          : [
              {
                reason: `${untried.join(", ")} were not tried, because they could change something`,
                wouldVerify: "try them by hand on a path that may be changed, and attest the result",
              },
            ]),
      ],
      because: `${undeclared.map((it) => `${it.method} answers ${it.status}`).join(", ")}`,
    });
  },
  remedy: {
    nginx: "if ($request_method !~ ^(GET|HEAD|POST|OPTIONS)$) { return 405; }",
    apache: '<Location "/">\n  AllowMethods GET HEAD POST OPTIONS\n</Location>',
    haproxy: "http-request deny deny_status 405 if !{ method GET HEAD POST OPTIONS }",
    caddy: "@other not method GET HEAD POST OPTIONS\nrespond @other 405",
  },
});
