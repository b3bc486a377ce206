import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "no-trusted-hosts",
  requirement: "HAR-1",
  aspect: "accounts",
  subject: "host",
  observes: ["host-trust"],
  severity: "medium",
  title: "No other host is trusted to say who somebody is",
  problems: {
    trusted: "{path} lets users of {entries} other hosts in without a password, where a service asks it",
    anybody: "{path} lets everybody from everywhere in without a password, where a service asks it",
  },
  judge: ({ hostTrust: { trustedHosts, unseen } }, { problem }) =>
    settle({
      problems: trustedHosts
        .filter(({ entries }) => entries > 0)
        .map(({ path, entries, anybody }) =>
          anybody
            ? problem("anybody", { path }, { discriminator: path, severity: "high" })
            : problem("trusted", { path, entries }, { discriminator: path }),
        ),
      gaps: unseen.filter(({ reason }) => !/exports|ld\.so\.preload/.test(reason)),
      because: "there is no hosts.equiv, .rhosts or .shosts that names anybody",
    }),
  remedy: { linux: "rm PATH; keys of SSH take its place", openssh: "HostbasedAuthentication no\nIgnoreRhosts yes" },
});
