import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { imageFilesGaps } from "../../image-files-gaps.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "image-setid-removed",
  requirement: "DOC-4",
  aspect: "configuration-scan",
  subject: "image",
  observes: ["image-files"],
  severity: "low",
  title: "No program of the image runs with another account's rights",
  problems: { left: "{count} can be run with their owner's or group's rights: {paths}" },
  judge: ({ imageFiles }, { problem }) => {
    const paths = imageFiles.setId.map((it) => it.path);
    const count = paths.length === 1 ? "1 program" : `${paths.length} programs`;
    return settle({
      problems: paths.length === 0 ? [] : [problem("left", { count, paths: listed(paths) })],
      gaps: imageFilesGaps(imageFiles),
      because: `none of its ${imageFiles.files} files has a set-uid or set-gid bit`,
    });
  },
  remedy: { docker: "RUN find / -xdev -type f -perm /6000 -exec chmod ug-s {} + as the last step that runs as root" },
});
