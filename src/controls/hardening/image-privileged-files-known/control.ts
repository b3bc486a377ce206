import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { imageFilesGaps } from "../../image-files-gaps.ts";
import { known } from "../setid-files-known/known.ts";

/** Capabilities that let a program use the network, and nothing more. */
const harmless = /^(?:CAP_NET_RAW|CAP_NET_BIND_SERVICE)$/;
const underUsr = (path: string) => path.replace(/^\/(bin|sbin|lib)\//, "/usr/$1/");

export default control({
  id: "image-privileged-files-known",
  requirement: "HAR-1",
  aspect: "base-image",
  subject: "image",
  observes: ["image-files"],
  severity: "high",
  title: "Every program of the image that runs with more rights is a usual one of a package",
  problems: {
    unowned: "{path} runs with the rights of its owner or group ({mode}), and is of no package",
    unusual:
      "{path} of {package} runs with the rights of its owner or group, and is none of the usual programs that do",
    capable: "{path} runs with {capabilities}, and is of no package",
    powerful: "{path} of {package} runs with {capabilities}",
  },
  judge: ({ imageFiles }, { problem }) => {
    const { setId, capabilities: capable } = imageFiles;
    return settle({
      problems: [
        ...setId.flatMap(({ path, mode, package: name }) => {
          if (name === undefined) return [problem("unowned", { path, mode }, { discriminator: path })];
          const options = { discriminator: path, severity: "low" } as const;
          return known.has(underUsr(path)) ? [] : [problem("unusual", { path, package: name }, options)];
        }),
        ...capable.flatMap(({ path, capabilities, package: name }) => {
          if (name === undefined) return [problem("capable", { path, capabilities }, { discriminator: path })];
          const options = { discriminator: path, severity: "low" } as const;
          const isHarmless = capabilities.split(", ").every((it) => harmless.test(it));
          return isHarmless ? [] : [problem("powerful", { path, package: name, capabilities }, options)];
        }),
      ],
      gaps: imageFilesGaps(imageFiles),
      because: `${setId.length} set-id programs and ${capable.length} with capabilities, all of them usual ones of packages`,
    });
  },
  remedy: { docker: "RUN chmod ug-s PATH, and setcap -r PATH; or leave the program out" },
});
