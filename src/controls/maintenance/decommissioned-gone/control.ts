import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "decommissioned-gone",
  requirement: "MNT-2",
  aspect: "gone",
  subject: "system",
  observes: ["system-remains"],
  severity: "medium",
  title: "Nothing of a decommissioned system answers, resolves or runs",
  problems: {
    answers: "{part} of a system that is out of use since {since} still answers at {place}",
    resolves: "the name of {part} of a system that is out of use since {since} still leads to {addresses} ({place})",
  },
  judge: ({ systemRemains }, { system, problem }) => {
    const since = system.decommissioned ?? "an unknown day";
    const { parts, inUseElsewhere } = systemRemains;
    const gap = (reason: string, wouldVerify: string) => ({ reason, wouldVerify });
    return settle({
      problems: parts.flatMap(({ part, place, found, resolves }) => {
        const data = { part, place, since };
        if (found === "answers") return [problem("answers", data, { discriminator: part })];
        // Whoever gets such an address next speaks under this name.
        return resolves === undefined
          ? []
          : [problem("resolves", { ...data, addresses: resolves.join(", ") }, { discriminator: part })];
      }),
      gaps: parts
        .flatMap(({ part, place, found, detail = "it can't be told" }) => {
          if (found === "unclear")
            return [gap(`whether ${part} (${place}) is gone could not be told: ${detail}`, "look at it by hand")];
          if (found === "silent")
            return [
              gap(
                `${part} (${place}) does not answer from here, which a firewall may cause as well`,
                "look from inside its network, or attest that it is gone",
              ),
            ];
          // A port that is closed leaves the machine behind it.
          return found === "refused" && part.startsWith("host:")
            ? [
                gap(
                  `a machine is still at ${place}, though it refuses this port`,
                  "say whose address that is now, or attest that the host is gone",
                ),
              ]
            : [];
        })
        .concat(
          parts.length === 0
            ? [
                gap(
                  "no part of the system is declared that it has alone, so nobody knows what must be gone",
                  "declare what it had",
                ),
              ]
            : [],
        ),
      because: `nothing is left of ${parts.map((it) => it.part).join(", ")}${inUseElsewhere.length > 0 ? `; ${inUseElsewhere.join(", ")} is in use by others` : ""}`,
    });
  },
  remedy: {
    linux:
      "Stop and disable its units, take its site out of the web server, delete its DNS records, and give back its certificates",
    docker: "docker rm --force NAME; docker image rm its images",
  },
});
