import { type Gap, settle } from "../../../verdict/outcome.ts";
import { baseOrigin, lineage, runsOf, unseenCommands } from "../../build-stages.ts";
import { control } from "../../control.ts";
import { imageName } from "../../image-name.ts";
import { scripts, upgrades } from "../../package-upgrades.ts";

export default control({
  id: "build-updates-packages",
  requirement: "DOC-3",
  aspect: "update-step",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "medium",
  title: "The build updates the packages of its base",
  problems: {
    never: "no command of the build updates the packages that {base} brings",
    stale: "line {line}: {command} goes by package lists of an earlier layer, which a cache may have kept for months",
  },
  judge: ({ dockerfileBuild }, { problem }) => {
    const origin = baseOrigin(dockerfileBuild);
    const base = origin?.kind === "image" ? imageName(origin.image) : "its base";
    const runs = runsOf(lineage(dockerfileBuild).flatMap((it) => it.instructions.filter((one) => !one.onbuild)));
    const gaps: Gap[] = [...unseenCommands(dockerfileBuild, runs)];
    if (origin?.kind === "scratch") return settle({ problems: [], gaps, because: "it begins with nothing to update" });
    if (/distroless|chainguard|wolfi|(?:^|\/)static/.test(base)) {
      return settle({ problems: [], gaps: [...gaps, renewedOnly(base)], because: "" });
    }
    const all = upgrades(dockerfileBuild);
    const fresh = all.filter((it) => it.fresh);
    if (all.length === 0)
      gaps.push(
        ...scripts(runs)
          .slice(0, 3)
          .map(({ line }) => inScript(line)),
      );
    if (fresh.length > 0 && !fresh.some((it) => it.renewedBy !== undefined)) gaps.push(cached(fresh[0]?.line ?? 0));
    const never = all.length === 0 && gaps.length === 0 ? [problem("never", { base }, { discriminator: base })] : [];
    const stale = fresh.length > 0 ? [] : all.map(({ line, command }) => problem("stale", { line, command }));
    return settle({
      problems: [...never, ...stale],
      gaps,
      because: `line ${fresh[0]?.line} updates them, anew whenever the argument ${fresh[0]?.renewedBy} has a new value`,
    });
  },
  remedy: {
    debian: "RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*, built with --pull --no-cache",
    ubuntu: "RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*, built with --pull --no-cache",
    alpine: "RUN apk upgrade --no-cache, built with --pull --no-cache",
    redhat: "RUN dnf -y upgrade && dnf clean all, built with --pull --no-cache",
    docker: "Update the packages of the base in a RUN of its own, and build with --pull --no-cache.",
  },
});

const inScript = (line: number): Gap => ({
  reason: `line ${line} runs a script, and whether that updates the packages can't be told`,
  wouldVerify: "update the packages in the Dockerfile itself, or declare the image, whose packages tell",
});
const cached = (line: number): Gap => ({
  reason: `line ${line} updates the packages, but a builder's cache skips it unless it is told not to`,
  wouldVerify:
    "build with --no-cache and declare the image, or put an ARG without default, such as BUILD_DAY, before it",
});
const renewedOnly = (base: string): Gap => ({
  reason: `${base} has no package manager: its packages are only updated by a newer base`,
  wouldVerify: "declare the image, whose packages tell how old they are",
});
