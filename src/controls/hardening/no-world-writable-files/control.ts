import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { unsearchedGaps } from "../../unsearched.ts";

export default control({
  id: "no-world-writable-files",
  requirement: "HAR-1",
  aspect: "file-modes",
  subject: "host",
  observes: ["host-files"],
  severity: "high",
  title: "No system file can be changed by everybody",
  problems: { writable: "{path} can be changed by every account" },
  judge: ({ hostFiles: { worldWritable, unsearched } }, { problem }) =>
    settle({
      problems: worldWritable.map((path) => problem("writable", { path }, { discriminator: path })),
      gaps: unsearchedGaps(unsearched),
      because: "in the system folders nothing is writable for everybody, but folders with the sticky bit",
    }),
  remedy: { linux: "chmod o-w PATH; for a folder that must stay open: chmod +t PATH" },
});
