import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "trace-refused",
  requirement: "HAR-10",
  aspect: "trace",
  subject: "endpoint",
  observes: ["http-methods"],
  severity: "medium",
  title: "TRACE and TRACK are refused",
  problems: {
    echoed: "{method} answers {status} and echoes the request, headers included",
    served: "{method} is served with {status} like a GET",
  },
  judge: ({ httpMethods }, { problem }) => {
    const trials = ["TRACE", "TRACK"].map((method) => httpMethods.trials.find((it) => it.method === method));
    return settle({
      problems: trials.flatMap((trial) => {
        if (trial?.status === undefined) return [];
        const { method, status, echoed, sameAsGet } = trial;
        const options = { discriminator: method };
        if (echoed) return [problem("echoed", { method, status }, options)];
        if (sameAsGet && status < 400) return [problem("served", { method, status }, { ...options, severity: "low" })];
        return [];
      }),
      gaps: trials.flatMap((trial) => {
        if (trial === undefined) return [{ reason: "TRACE or TRACK was not tried", wouldVerify: "observe again" }];
        if (trial.trouble === undefined) return [];
        const { message, wouldVerify } = trial.trouble;
        return [{ reason: `${trial.method}: ${message}`, wouldVerify }];
      }),
      because: `TRACE answers ${trials[0]?.status}, TRACK ${trials[1]?.status}, and neither echoes the request`,
    });
  },
  remedy: {
    nginx:
      "# TRACE is refused by nginx itself; this refuses TRACK and unknown verbs too.\nif ($request_method !~ ^(GET|HEAD|POST)$) { return 405; }",
    apache:
      "TraceEnable Off\n# Apache itself knows no TRACK, but an application behind it may.\nRewriteEngine On\nRewriteCond %{REQUEST_METHOD} =TRACK\nRewriteRule .* - [R=405,L]",
    haproxy: "http-request deny deny_status 405 if { method TRACE TRACK }",
    caddy: "@trace method TRACE TRACK\nrespond @trace 405",
    tomcat: 'In server.xml leave allowTrace="false" on every Connector (the default).',
  },
});
