import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { imageFilesGaps } from "../../image-files-gaps.ts";

export default control({
  id: "image-no-world-writable-files",
  requirement: "HAR-1",
  aspect: "base-image",
  subject: "image",
  observes: ["image-files"],
  severity: "medium",
  title: "Nothing in the image can be changed by everybody",
  problems: { writable: "{path} can be changed by every account ({mode})" },
  judge: ({ imageFiles }, { problem }) =>
    settle({
      problems: imageFiles.worldWritable.map(({ path, mode }) =>
        problem("writable", { path, mode }, { discriminator: path }),
      ),
      gaps: imageFilesGaps(imageFiles),
      because: `of ${imageFiles.files} files none is writable for everybody, nor a folder without the sticky bit`,
    }),
  remedy: { docker: "RUN chmod o-w PATH; for a folder that must stay open: RUN chmod +t PATH" },
});
