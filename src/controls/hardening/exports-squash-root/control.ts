import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "exports-squash-root",
  requirement: "HAR-6",
  aspect: "unprivileged-processes",
  subject: "host",
  observes: ["host-trust"],
  severity: "high",
  title: "The file server gives nobody the rights of root",
  problems: {
    root: "{folder} is given out to {client} with no_root_squash: whoever is root there is root in it",
    everybody: "{folder} is given out to every host, and may be written",
  },
  judge: ({ hostTrust: { exports, unseen } }, { problem }) =>
    settle({
      problems: exports.flatMap(({ folder, client, options }) => {
        const discriminator = `${folder} ${client}`;
        // Of two that contradict each other the last one counts.
        const squash = options.findLast((it) => /^(?:no_)?(?:root|all)_squash$/.test(it));
        const write = options.findLast((it) => it === "rw" || it === "ro") === "rw";
        return [
          ...(squash === "no_root_squash" ? [problem("root", { folder, client }, { discriminator })] : []),
          ...(client === "*" && write ? [problem("everybody", { folder }, { discriminator, severity: "medium" })] : []),
        ];
      }),
      gaps: unseen.filter(({ reason }) => !/[rs]hosts|hosts\.equiv|ld\.so\.preload/.test(reason)),
      because: `${exports.length} folders are given out by NFS, none with the rights of root, none to be written by everybody`,
    }),
  remedy: { linux: "/srv/share 192.0.2.0/24(rw,sync,root_squash)\nand `exportfs -ra`" },
});
