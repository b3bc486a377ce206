import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

const hidden = { reason: "folders that only root may enter can hold runtimes", wouldVerify: "run as root on the host" };

export default control({
  id: "runtimes-supported",
  requirement: "MNT-1",
  aspect: "supported-runtimes",
  subject: "host",
  observes: ["host-runtimes"],
  severity: "high",
  title: "Runtimes that the distribution didn't bring still get security updates",
  problems: { ended: "{product} {version} ({path}) has got no security updates since {day}" },
  judge: ({ hostRuntimes: { runtimes, complete } }, { problem, now }) => {
    const today = now.toISOString().slice(0, 10);
    return settle({
      problems: runtimes.flatMap(({ product, version, path, endOfLife }) => {
        if (endOfLife === undefined || endOfLife >= today) return [];
        return [problem("ended", { product, version: version ?? "", path, day: endOfLife }, { discriminator: path })];
      }),
      gaps: [
        ...(complete ? [] : [hidden]),
        ...runtimes
          .filter(({ endOfLife }) => endOfLife === undefined)
          .map(({ product, version = "of an unknown release", path }) => ({
            reason: `until when ${product} ${version} (${path}) gets security updates is not known here`,
            wouldVerify: `attest until when its maker supports ${path}, or take it from the distribution`,
          })),
      ],
      because:
        runtimes.length === 0
          ? "no interpreter, database or web server came from elsewhere than the distribution, whose own are kept as long as its release"
          : `each of ${runtimes.length} runtimes from elsewhere is supported by its maker`,
    });
  },
  remedy: {
    linux:
      "Move to a release that its maker supports, or take it from the distribution, which keeps its own as long as its release is supported.",
  },
});
