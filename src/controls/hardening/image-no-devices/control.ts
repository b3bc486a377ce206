import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { imageFilesGaps } from "../../image-files-gaps.ts";

export default control({
  id: "image-no-devices",
  requirement: "HAR-1",
  aspect: "base-image",
  subject: "image",
  observes: ["image-files"],
  severity: "medium",
  title: "The image has no device outside of /dev",
  problems: { device: "{path} is a device ({mode}), where no runtime hides it" },
  judge: ({ imageFiles }, { problem }) =>
    settle({
      problems: imageFiles.devices
        .filter((it) => !it.path.startsWith("/dev/"))
        .map(({ path, mode }) => problem("device", { path, mode }, { discriminator: path })),
      gaps: imageFilesGaps(imageFiles),
      because: `none of its ${imageFiles.devices.length} devices is outside of /dev, which runtimes mount anew`,
    }),
  remedy: { docker: "RUN rm PATH, in the step that creates it" },
});
