import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";
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
  problems: {
    unknown: "{path} runs with the rights of its owner or group, and is none of the usual programs that do",
    capable: "the file of {path} gives it {powers}, and it is none of the usual programs that have that",
  },
  judge: ({ hostFiles: { setId, capable, unsearched } }, { problem }) =>
    settle({
      problems: [
        ...setId
          .filter((path) => !known.has(path.replace(/^\/(bin|sbin|lib)\//, "/usr/$1/")))
          .map((path) => problem("unknown", { path }, { discriminator: path })),
        ...(capable ?? [])
          .filter(({ path }) => path !== "/usr/bin/systemd-detect-virt")
          .map(({ path, powers }) =>
            problem(
              "capable",
              { path, powers: listed(powers) },
              { discriminator: `${path} capabilities`, severity: "medium" },
            ),
          ),
      ],
      gaps: [
        ...unsearchedGaps(unsearched),
        ...(capable === undefined
          ? [{ reason: "capabilities of files were not told", wouldVerify: "install getcap (libcap2-bin) on the host" }]
          : []),
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
    linux: "chmod ug-s PATH, setcap -r PATH, or remove the package it belongs to",
    debian:
      "dpkg -S PATH tells the package; `dpkg-statoverride --update --add root root 0755 PATH` keeps the bit off through updates",
    ubuntu:
      "dpkg -S PATH tells the package; `dpkg-statoverride --update --add root root 0755 PATH` keeps the bit off through updates",
  },
});
