import { settle } from "../../../verdict/outcome.ts";
import { shownChains } from "../../certificate-chains.ts";
import { wholeChain } from "../../certificate-remedies.ts";
import { control } from "../../control.ts";

export default control({
  id: "certificate-chain-complete",
  requirement: "SCN-3",
  aspect: "trust",
  subject: "endpoint",
  observes: ["tls-certificates"],
  severity: "medium",
  title: "The certificate chain is sent whole and in order",
  problems: {
    incomplete: "an intermediate certificate between “{subject}” and its root is not sent",
    unordered: "the certificates that belong to “{subject}” are sent in the wrong order",
  },
  judge: ({ tlsCertificates }, { problem }) => {
    const judged = shownChains(tlsCertificates);
    // Without trust it can't be told whether the certificate that would lead further is missing here or at no root.
    const untold = judged.filter(
      ({ chain, leaf }) => !chain.trusted && chain.order !== "incomplete" && !leaf?.selfSigned,
    );
    const notes = judged.flatMap(({ chain }) => [
      ...(chain.order === "superfluous" ? ["certificates that don't belong to it are sent, too"] : []),
      ...(chain.rootSent ? ["the root is sent, which clients have already"] : []),
    ]);
    return settle({
      problems: judged.flatMap(({ chain, label: subject, discriminator }) => {
        if (chain.order === "incomplete") return [problem("incomplete", { subject }, { discriminator })];
        if (chain.order === "unordered") return [problem("unordered", { subject }, { discriminator, severity: "low" })];
        return [];
      }),
      gaps: untold.map(({ label, chain }) => ({
        reason: `“${label}” leads to no trusted root, so whether its chain is whole can't be told (${chain.trustError ?? "untrusted"})`,
        wouldVerify: "declare the estate's own authority with trust, or use one that clients trust",
      })),
      because: [
        `${judged.map(({ chain }) => chain.sent.length).join(" and ")} certificates sent in order`,
        ...notes,
      ].join("; "),
    });
  },
  remedy: wholeChain,
});
