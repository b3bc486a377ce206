import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "debug-refused",
  requirement: "HAR-10",
  aspect: "debug",
  subject: "endpoint",
  observes: ["http-methods"],
  severity: "medium",
  title: "DEBUG is refused",
  problems: {
    echoed: "DEBUG answers {status} and echoes the request, headers included",
    accepted: "DEBUG is accepted with {status}, unlike a GET",
    served: "DEBUG is served with {status} like a GET",
  },
  judge: ({ httpMethods }, { problem }) => {
    const trial = httpMethods.trials.find(({ method }) => method === "DEBUG");
    if (trial?.status === undefined) {
      const { message, wouldVerify } = trial?.trouble ?? { message: "it was not tried", wouldVerify: "observe again" };
      return settle({ problems: [], gaps: [{ reason: `DEBUG: ${message}`, wouldVerify }], because: "" });
    }
    const { status, echoed, sameAsGet } = trial;
    const problems = () => {
      if (echoed) return [problem("echoed", { status })];
      if (status >= 400) return [];
      if (sameAsGet) return [problem("served", { status }, { severity: "low" })];
      return status < 300 ? [problem("accepted", { status })] : [];
    };
    return settle({ problems: problems(), gaps: [], because: `DEBUG answers ${status}` });
  },
  remedy: {
    nginx: "if ($request_method !~ ^(GET|HEAD|POST|OPTIONS)$) { return 405; }",
    apache: '<Location "/">\n  AllowMethods GET HEAD POST OPTIONS\n</Location>',
    haproxy: "http-request deny deny_status 405 if !{ method GET HEAD POST OPTIONS }",
    caddy: "@debug method DEBUG\nrespond @debug 405",
    iis: 'In web.config: <compilation debug="false" /> and a <verbs allowUnlisted="false"> list under requestFiltering.',
  },
});
