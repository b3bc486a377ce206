import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

/** What proxies answer that tried and did not get through. */
const gatewayErrors = [502, 503, 504];

export default control({
  id: "connect-refused",
  requirement: "HAR-10",
  aspect: "connect",
  subject: "endpoint",
  observes: ["http-methods"],
  severity: "high",
  title: "CONNECT to other addresses is refused",
  problems: {
    accepted: "CONNECT {target} is accepted with {status}, as by a proxy for everybody",
    attempted: "CONNECT {target} answers {status}, unlike other refusals ({other}): the address was tried",
  },
  judge: ({ httpMethods }, { problem }) => {
    const trials = httpMethods.trials.filter(({ method }) => method === "CONNECT");
    const refused = trials.find((it) => it.status !== undefined && it.status >= 400 && it.status < 500)?.status;
    const tells = (status: number | undefined) => status !== undefined && gatewayErrors.includes(status);
    return settle({
      problems: trials.flatMap(({ target = "", status }) => {
        const options = { discriminator: target };
        if (status === undefined) return [];
        if (status < 300) return [problem("accepted", { target, status }, options)];
        if (!tells(status) || refused === undefined) return [];
        return [problem("attempted", { target, status, other: refused }, { ...options, severity: "medium" })];
      }),
      gaps: [
        ...(trials.length === 0 ? [{ reason: "CONNECT was not tried", wouldVerify: "observe again" }] : []),
        ...trials.flatMap(({ target = "", status, closed, trouble }) => {
          if (closed) return [];
          if (trouble !== undefined)
            return [{ reason: `CONNECT ${target}: ${trouble.message}`, wouldVerify: trouble.wouldVerify }];
          if (!tells(status) || refused !== undefined) return [];
          const reason = `CONNECT ${target} answers ${status}, as a proxy would that tried the address in vain`;
          return [{ reason, wouldVerify: "let the server refuse CONNECT itself (405)" }];
        }),
      ],
      because: trials
        .map(
          ({ target, status }) => `CONNECT ${target} ${status === undefined ? "is hung up on" : `answers ${status}`}`,
        )
        .join(", "),
    });
  },
  remedy: {
    nginx:
      "# nginx refuses CONNECT itself since 1.21.1; this holds for older ones and for modules that add it.\nif ($request_method = CONNECT) { return 405; }",
    apache:
      "ProxyRequests Off\n# An application behind Apache may take what Apache passes on.\nRewriteEngine On\nRewriteCond %{REQUEST_METHOD} =CONNECT\nRewriteRule .* - [R=405,L]",
    haproxy: "http-request deny deny_status 405 if { method CONNECT }",
    caddy: "@connect method CONNECT\nrespond @connect 405",
  },
});
