import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { arrivalFlaws, arrivalProblems } from "../../record-arrival.ts";

export default control({
  id: "commands-arrive",
  requirement: "ADM-5",
  aspect: "commands",
  subject: "host",
  observes: ["host-log-arrival"],
  severity: "high",
  title: "Records of privileged commands arrive elsewhere, whole and in order",
  problems: { ...arrivalProblems },
  judge: ({ hostLogArrival: { archive, commands } }, { problem }) =>
    settle({
      problems: arrivalFlaws(commands, "privileged commands", archive).map(({ id, data }) => problem(id, data)),
      gaps:
        commands.compared === 0
          ? [
              {
                reason: "the host has no record of a privileged command",
                wouldVerify: "observe again after one; with sudo: true, Holdfast's own is one",
              },
            ]
          : [],
      because: `the last ${commands.arrived} records arrived in ${archive}, in order`,
    }),
  remedy: {
    linux:
      "Send the facility authpriv, to which sudo writes, with that of logins; look at both ends: `journalctl -u rsyslog` on the host, and the receiver's own log.",
  },
});
