import { settle } from "../../../verdict/outcome.ts";
import { counted } from "../../answers.ts";
import { control } from "../../control.ts";
import { certainly, simulatedHandshakes } from "../../tls-negotiation.ts";
import { ephemeralExchange } from "../../tls-remedies.ts";
import { acceptedSuites, suiteGaps, suiteNames, suiteVersions } from "../../tls-suites.ts";

export default control({
  id: "forward-secrecy",
  requirement: "HAR-3",
  aspect: "key-exchange",
  subject: "endpoint",
  observes: ["tls-protocols", "tls-suites", "tls-key-exchange"],
  severity: "medium",
  title: "Keys are exchanged with forward secrecy only",
  problems: {
    chosen: "{client} would get {suite}, without forward secrecy",
    accepted: "suites without forward secrecy are accepted, though browsers get better ones: {suites} ({versions})",
  },
  judge: (seen, { problem }) => {
    const accepted = acceptedSuites(seen.tlsSuites);
    const lacking = accepted.filter((it) => !it.suite.forwardSecret);
    const chosen = certainly(simulatedHandshakes(seen), (it) => !it.forwardSecret).map(({ client, suite }) => ({
      client: client.name,
      suite: suite.name,
    }));
    const data = { suites: suiteNames(lacking), versions: suiteVersions(lacking) };
    return settle({
      problems:
        chosen.length > 0
          ? chosen.map((it) => problem("chosen", it, { discriminator: it.client }))
          : lacking.length > 0
            ? [problem("accepted", data, { severity: "low" })]
            : [],
      gaps: suiteGaps(seen.tlsProtocols, seen.tlsSuites),
      because: `every suite was offered, and the ${counted(accepted.length, "accepted one")} have forward secrecy`,
    });
  },
  remedy: ephemeralExchange,
});
