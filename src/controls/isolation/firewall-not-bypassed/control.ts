import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { originReach } from "../../origin-reach.ts";
import { originRemedy } from "../../origin-remedy.ts";

export default control({
  id: "firewall-not-bypassed",
  requirement: "ISO-6",
  aspect: "blocking",
  subject: "endpoint",
  observes: ["http-origin"],
  severity: "info",
  title: "The web application firewall cannot be bypassed",
  problems: {
    bypassed: "{address} answers with the endpoint's own page over {scheme}, past the firewall",
  },
  judge: ({ httpOrigin }, { subject, problem }) => {
    const { reached, gaps, told } = originReach(httpOrigin, subject.declared);
    const { address } = httpOrigin;
    return settle({
      problems: reached.map(({ scheme }) => problem("bypassed", { address, scheme }, { discriminator: scheme })),
      gaps,
      because: `from this machine, which the estate declares to be outside, ${told}`,
    });
  },
  remedy: originRemedy("firewall"),
});
