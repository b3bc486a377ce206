import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { distributionKeys } from "./distribution-keys.ts";

/** Keys in these places count for every source; others only for the source that names them. */
const forAll = /^\/etc\/apt\/trusted\.gpg(?:\.d\/|$)/;

export default control({
  id: "image-apt-keys-known",
  requirement: "HAR-1",
  aspect: "base-image",
  subject: "image",
  observes: ["image-packages"],
  severity: "medium",
  title: "The image's apt trusts no other keys for every source than the distribution's",
  problems: {
    foreign: "{place} has apt trust the key {fingerprint} for every source, and it is none of the distribution's",
  },
  judge: ({ imagePackages: { manager, keys, unseen } }, { problem }) => {
    if (manager !== undefined && manager !== "dpkg" && unseen.length === 0)
      return { outcome: "not-applicable", because: `packages of the image are installed by ${manager}, not by apt` };
    const all = keys.filter((it) => forAll.test(it.place));
    return settle({
      problems: all.flatMap(({ place, fingerprints }) =>
        fingerprints
          .filter((it) => !distributionKeys.has(it.toLowerCase()))
          .map((fingerprint) =>
            problem("foreign", { place, fingerprint }, { discriminator: `${place} ${fingerprint}` }),
          ),
      ),
      gaps: [
        ...(manager === undefined ? [noPackages] : []),
        ...all.filter((it) => it.fingerprints.length === 0).map(({ place }) => unread(place)),
        ...unseen,
      ],
      because: `${all.length} files of keys count for every source; all keys are the distribution's`,
    });
  },
  remedy: {
    debian:
      "Move the key to /etc/apt/keyrings, and name it in its own source only: [signed-by=/etc/apt/keyrings/NAME.gpg]",
    ubuntu:
      "Move the key to /etc/apt/keyrings, and name it in its own source only: [signed-by=/etc/apt/keyrings/NAME.gpg]",
  },
});

const noPackages: Gap = {
  reason: "no package database was found in the image",
  wouldVerify: "attest where its files come from, and how that is checked",
};

const unread = (place: string): Gap => ({
  reason: `which keys are in ${place} can't be read`,
  wouldVerify: "keep keys as OpenPGP certificates, or remove the file",
});
