import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { faultsOf, gapsOf } from "./trials.ts";

/** Methods with controls of their own. */
const elsewhere = ["TRACE", "TRACK", "DEBUG", "CONNECT"];
const writing = ["PUT", "DELETE", "PATCH", "PROPFIND"];

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
    understood: "{method} is not declared, but served: {status} is the answer of who looked at what was asked",
    allowed: "OPTIONS claims to allow {method}, which is not declared",
  },
  judge: ({ httpMethods }, { subject, problem }) => {
    const declared = new Set(subject.declared.methods.map((it) => it.toUpperCase()));
    const { trials, allow = [] } = httpMethods;
    const undeclared = trials.filter(({ method }) => !declared.has(method) && !elsewhere.includes(method));
    const claims = [...new Set(allow.map((it) => it.toUpperCase()))];
    const untried = writing.filter((it) => !declared.has(it) && !trials.some(({ method }) => method === it));
    return settle({
      problems: [
        ...undeclared
          .flatMap(faultsOf)
          .map(({ id, data, discriminator }) =>
            problem(id, data, discriminator === undefined ? {} : { discriminator }),
          ),
        ...claims
          .filter((it) => !declared.has(it) && !elsewhere.includes(it))
          .map((method) => problem("allowed", { method }, { discriminator: method })),
      ],
      gaps: [
        ...undeclared.flatMap(gapsOf),
        ...(untried.length === 0
          ? []
          : [{ reason: `${untried.join(", ")} were not tried`, wouldVerify: "observe again" }]),
      ],
      because: undeclared.map((it) => `${it.method} answers ${it.status}`).join(", "),
    });
  },
  remedy: {
    nginx: "if ($request_method !~ ^(GET|HEAD|POST|OPTIONS)$) { return 405; }",
    apache: '<Location "/">\n  AllowMethods GET HEAD POST OPTIONS\n</Location>',
    haproxy: "http-request deny deny_status 405 if !{ method GET HEAD POST OPTIONS }",
    caddy: "@other not method GET HEAD POST OPTIONS\nrespond @other 405",
  },
});
