import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { unsearchedGaps } from "../../unsearched.ts";
import { known } from "./known.ts";

/** The search ends here; what comes after was not seen. */
const most = 500;

export default control({
  id: "setid-files-known",
  requirement: "HAR-1",
  aspect: "file-modes",
  subject: "host",
  observes: ["host-files"],
  severity: "low",
  title: "Only known programs run with another user's rights",
  problems: { unknown: "{path} runs with the rights of its owner or group, and is none of the usual programs that do" },
  judge: ({ hostFiles: { setId, unsearched } }, { problem }) =>
    settle({
      problems: setId
        .filter((path) => !known.has(path.replace(/^\/(bin|sbin|lib)\//, "/usr/$1/")))
        .map((path) => problem("unknown", { path }, { discriminator: path })),
      gaps: [
        ...unsearchedGaps(unsearched),
        ...(setId.length < most
          ? []
          : [
              {
                reason: `only the first ${most} set-id files were seen`,
                wouldVerify: "remove needless ones, and observe again",
              },
            ]),
      ],
      because: `${setId.length} set-id programs, all of them usual ones`,
    }),
  remedy: {
    linux: "chmod ug-s PATH, or remove the package it belongs to",
    debian:
      "dpkg -S PATH tells the package; `dpkg-statoverride --update --add root root 0755 PATH` keeps the bit off through updates",
    ubuntu:
      "dpkg -S PATH tells the package; `dpkg-statoverride --update --add root root 0755 PATH` keeps the bit off through updates",
  },
});
