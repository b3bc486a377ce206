import type { FactsOf } from "../../../probes/fact-kinds.ts";
import { type Gap, settle } from "../../../verdict/outcome.ts";
import { counted } from "../../answers.ts";
import { control } from "../../control.ts";

type Base = FactsOf<"image-bases">["bases"][number];

export default control({
  id: "base-image-approved",
  requirement: "DOC-2",
  aspect: "layers",
  subject: "image",
  observes: ["image-bases"],
  severity: "high",
  title: "The image's layers begin with those of an approved base image",
  problems: {
    diverged:
      "the layers begin like those of {base}, and go on differently after {count}: it was built on something else",
  },
  judge: ({ imageBases: { diffIds, bases } }, { problem }) => {
    const read = bases.map((it) => ({ it, shared: sharedLayers(diffIds, it.diffIds ?? []) }));
    const whole = read.find(({ it, shared }) => shared > 0 && shared === it.diffIds?.length);
    const gaps = whole === undefined ? unreadable(bases) : [];
    const closest = read.toSorted((a, b) => b.shared - a.shared)[0];
    const diverged = whole === undefined && gaps.length === 0 && closest !== undefined && closest.shared > 0;
    return settle({
      problems: diverged
        ? [problem("diverged", { base: closest.it.name, count: counted(closest.shared, "layer") })]
        : [],
      gaps: whole === undefined && !diverged && gaps.length === 0 ? [unknownBase] : gaps,
      because: `its first ${whole?.shared} layers are those of ${whole?.it.name} (${whole?.it.reference})`,
    });
  },
  remedy: { docker: "Build it anew FROM an image under `baseImages`, by digest, and don't squash its layers." },
});

const unknownBase: Gap = {
  reason:
    "its layers begin like none of the approved base images: another base, an older build of one, or squashed layers",
  wouldVerify: "build it on an approved base image without squashing, or declare its base under `baseImages`",
};

function sharedLayers(own: readonly string[], base: readonly string[]): number {
  const differing = base.findIndex((it, i) => it !== own[i]);
  return differing < 0 ? base.length : differing;
}

function unreadable(bases: readonly Base[]): readonly Gap[] {
  if (bases.length === 0)
    return [{ reason: "no base image is declared as approved", wouldVerify: "declare them under `baseImages`" }];
  return bases.flatMap(({ name, trouble }) =>
    trouble === undefined
      ? []
      : [{ reason: `the base image ${name}: ${trouble.message}`, wouldVerify: trouble.wouldVerify }],
  );
}
