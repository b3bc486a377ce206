import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { originReach } from "../../origin-reach.ts";
import { originRemedy } from "../../origin-remedy.ts";

export default control({
  id: "origin-not-reachable",
  requirement: "ISO-5",
  aspect: "no-bypass",
  subject: "endpoint",
  observes: ["http-origin"],
  severity: "medium",
  title: "The application cannot be reached past its proxy",
  problems: {
    reached: "{address} answers with the endpoint's own page over {scheme}, past the proxy",
  },
  judge: ({ httpOrigin }, { subject, problem }) => {
    const { reached, gaps, told } = originReach(httpOrigin, subject.declared);
    const { address } = httpOrigin;
    return settle({
      problems: reached.map(({ scheme }) => problem("reached", { address, scheme }, { discriminator: scheme })),
      gaps,
      because: `from this machine, which the estate declares to be outside, ${told}`,
    });
  },
  remedy: {
    ...originRemedy("proxy"),
    tomcat:
      'In server.xml bind the Connector to the inside (address="127.0.0.1"), or inside Host: <Valve className="org.apache.catalina.valves.RemoteAddrValve" allow="192\\.0\\.2\\.10" />',
    node: 'Listen inside only: server.listen(8080, "127.0.0.1")',
  },
});
