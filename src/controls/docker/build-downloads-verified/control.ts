import { settle } from "../../../verdict/outcome.ts";
import { unseenCommands } from "../../build-stages.ts";
import { control } from "../../control.ts";
import { type Download, downloads } from "../../downloads.ts";

export default control({
  id: "build-downloads-verified",
  requirement: "DOC-1",
  aspect: "build-sources",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "high",
  title: "What a build fetches is verified, or comes from a trusted place",
  problems: {
    run: "line {line}: {url} is run by {program} without a look at a checksum or signature",
    kept: "line {line}: {url} is of no trusted place, and no checksum or signature of it is looked at",
  },
  judge: ({ dockerfileBuild }, { problem, policy: { trustedDownloads: trusted } }) => {
    const open = downloads(dockerfileBuild).filter((it) => !it.verified);
    const doubtful = open.filter(({ url }) => !trusted.some((it) => url.startsWith(it)));
    const isProblem = (it: Download) => !it.url.startsWith("$") && (it.runBy !== undefined || trusted.length > 0);
    return settle({
      problems: doubtful.filter(isProblem).map(({ line, url, runBy: program }) => {
        if (program !== undefined) return problem("run", { line, url, program }, { discriminator: url });
        return problem("kept", { line, url }, { discriminator: url, severity: "medium" });
      }),
      gaps: [
        ...unseenCommands(dockerfileBuild),
        ...doubtful
          .filter((it) => !isProblem(it))
          .map(({ line, url }) => ({
            reason: `line ${line}: whether ${url} may be taken without a checksum is not said`,
            wouldVerify: "look at a checksum or signature in the same RUN, or declare policy.trustedDownloads",
          })),
      ],
      because: "every file that it fetches is verified, comes from a trusted place, or there is none",
    });
  },
  remedy: {
    docker:
      'ADD --checksum=sha256:… URL, or curl -fsSLo FILE URL && echo "SHA256  FILE" | sha256sum -c - before it is used',
  },
});
