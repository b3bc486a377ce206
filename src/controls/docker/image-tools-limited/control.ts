import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { imageFilesGaps } from "../../image-files-gaps.ts";
import { listed } from "../../listed.ts";

/** Every base with a package manager and a shell has those; `su` belongs to them. */
const ofBases = /^(?:package manager|shell)$|^privilege tool$/;

export default control({
  id: "image-tools-limited",
  requirement: "DOC-4",
  aspect: "configuration-scan",
  subject: "image",
  observes: ["image-files"],
  severity: "low",
  title: "The image brings no tools that mainly an intruder would use",
  problems: { tools: "it has what helps an intruder, {kind}: {paths}" },
  judge: ({ imageFiles }, { problem }) => {
    const needless = imageFiles.tools.filter(
      ({ kind, path }) => !ofBases.test(kind) || /\/(?:sudo|doas|pkexec)$/.test(path),
    );
    return settle({
      problems: [...Map.groupBy(needless, (it) => it.kind)].map(([kind, own]) =>
        problem("tools", { kind: `${kind}s`, paths: listed(own.map((it) => it.path)) }, { discriminator: kind }),
      ),
      gaps: imageFilesGaps(imageFiles),
      because: `among its ${imageFiles.files} files is no compiler, debugger, network or privilege tool`,
    });
  },
  remedy: {
    docker: "Build in a stage of its own, and COPY --from it only what runs into a base without them",
  },
});
