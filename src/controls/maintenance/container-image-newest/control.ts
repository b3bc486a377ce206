import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "container-image-newest",
  requirement: "MNT-1",
  aspect: "running-images",
  subject: "container",
  observes: ["container-lifetime"],
  severity: "medium",
  title: "The container is made of the newest build of its image",
  problems: { old: "it was made of {image}, and {name} is {newest} by now" },
  judge: ({ containerLifetime: { image } }, { problem }) => {
    const { id, newestId, reference } = image;
    const name = reference?.written ?? id;
    const short = (it: string) => it.replace(/^sha256:/, "").slice(0, 12);
    const pinned = reference?.digest !== undefined;
    const gaps = [
      ...(newestId === undefined
        ? [
            {
              reason: `no image at the engine is called ${name} any more`,
              wouldVerify: "make the container anew of an image with a name, or keep its name",
            },
          ]
        : []),
      ...(pinned
        ? [
            {
              reason: `${name} names one build: whether there is a newer one the engine can't tell`,
              wouldVerify: "compare the digest with what the repository has under the tag",
            },
          ]
        : []),
    ];
    return settle({
      problems:
        newestId !== undefined && newestId !== id
          ? [problem("old", { image: short(id), name, newest: short(newestId) })]
          : [],
      gaps,
      because: `${name} is ${short(id)} at the engine, as it was when the container was made`,
    });
  },
  remedy: { docker: "docker compose pull (or build) and docker compose up -d: a restart goes on with the old image" },
});
