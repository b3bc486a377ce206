import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { imageFilesGaps } from "../../image-files-gaps.ts";

export default control({
  id: "image-samples-removed",
  requirement: "HAR-5",
  aspect: "image-samples",
  subject: "image",
  observes: ["image-files"],
  severity: "medium",
  title: "No sample application or default page is in the image",
  problems: { sample: "{path} is the {what}" },
  judge: ({ imageFiles }, { problem }) =>
    settle({
      problems: imageFiles.samples.map(({ path, what }) => problem("sample", { path, what }, { discriminator: path })),
      gaps: imageFilesGaps(imageFiles),
      because: `among its ${imageFiles.files} files is no page that servers bring along`,
    }),
  remedy: { docker: "RUN rm -r PATH in the step that installs the server, and COPY in what it is to serve" },
});
