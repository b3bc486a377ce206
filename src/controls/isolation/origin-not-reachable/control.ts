import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { originReach } from "../../origin-reach.ts";

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
    nginx:
      "# Where nginx is the application's own server: only the proxy's address may ask.\nallow 192.0.2.10;\ndeny all;",
    apache:
      "# Where Apache is the application's own server: only the proxy's address may ask.\n<Location />\n  Require ip 192.0.2.10\n</Location>",
    haproxy:
      "# Where HAProxy is in front of the application itself: only the outer proxy's address may ask.\nhttp-request deny deny_status 403 unless { src 192.0.2.10 }",
    caddy:
      "# Where Caddy is the application's own server: only the proxy's address may ask.\n@others not remote_ip 192.0.2.10\nrespond @others 403",
    tomcat:
      'In server.xml bind the Connector to the inside (address="127.0.0.1"), or inside Host: <Valve className="org.apache.catalina.valves.RemoteAddrValve" allow="192\\.0\\.2\\.10" />',
    node: 'Listen inside only: server.listen(8080, "127.0.0.1")',
  },
});
