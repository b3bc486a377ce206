import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";
import { doubtsOf, nothingDeclared } from "../../system-remains.ts";

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
  judge: ({ systemRemains: { parts, inUseElsewhere } }, { system, problem }) => {
    const since = system.decommissioned ?? "an unknown day";
    return settle({
      problems: parts.flatMap(({ part, place, found, resolves }) => {
        const [data, about] = [{ part, place, since }, { discriminator: part }];
        if (found === "answers") return [problem("answers", data, about)];
        // Whoever gets such an address next speaks under this name.
        return resolves === undefined ? [] : [problem("resolves", { ...data, addresses: resolves.join(", ") }, about)];
      }),
      gaps: parts.length === 0 ? [nothingDeclared] : parts.flatMap(doubtsOf),
      because: `nothing is left of ${listed(parts.map((it) => it.part))}${inUseElsewhere.length > 0 ? `; ${listed(inUseElsewhere)} is in use by others` : ""}`,
    });
  },
  remedy: {
    linux:
      "Stop and disable its units, take its site out of the web server, delete its DNS records, and give back its certificates",
    docker: "docker rm --force NAME; docker image rm its images",
  },
});
