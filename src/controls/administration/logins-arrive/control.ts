import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { arrivalFlaws, arrivalProblems } from "../../record-arrival.ts";

export default control({
  id: "logins-arrive",
  requirement: "ADM-5",
  aspect: "logins",
  subject: "host",
  observes: ["host-log-arrival"],
  severity: "high",
  title: "Records of logins arrive elsewhere, whole and in order",
  problems: {
    ...arrivalProblems,
    lost: "the login by which Holdfast came is recorded on the host, and did not arrive in {archive}",
    unrecorded: "the login by which Holdfast came left no record, neither on the host nor in {archive}",
  },
  judge: ({ hostLogArrival: { archive, logins, ownLogin } }, { problem }) => {
    const own = ownLogin === "missing" ? "lost" : ownLogin === "not-recorded" ? "unrecorded" : undefined;
    return settle({
      problems: [
        ...(own === undefined ? [] : [problem(own, { archive })]),
        ...arrivalFlaws(logins, "logins", archive).map(({ id, data }) => problem(id, data)),
      ],
      gaps: ownLogin === "no-login" ? [noLogin] : [],
      because: `Holdfast's own login and the ${logins.arrived - 1} records before and after it arrived in ${archive}, in order`,
    });
  },
  remedy: {
    linux:
      "Look at both ends: `journalctl -u rsyslog` on the host, and the receiver's own log. Give the action a queue on disk, so that nothing is lost while the archive is away.",
  },
});

const noLogin = {
  reason: "Holdfast did not log in over SSH, so that there is no login known to look for",
  wouldVerify: "declare the host with the transport ssh",
};
