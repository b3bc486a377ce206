import { type Gap, settle } from "../../../verdict/outcome.ts";
import { baseOrigin, lineage } from "../../build-stages.ts";
import { isRoot } from "../../container-settings.ts";
import { control } from "../../control.ts";
import { imageName } from "../../image-name.ts";
import { madeRoots } from "../../made-roots.ts";

export default control({
  id: "build-user-not-root",
  requirement: "DOC-4",
  aspect: "build-configuration",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "medium",
  title: "The image does not end as root",
  problems: {
    root: "line {line}: USER {user} makes root the user of the image",
    renamed: "line {line}: USER {user} is root under another name: line {made} gives it the user id 0",
    scratch: "nothing sets a user, and without a base that is root",
    inherited: "nothing sets a user, and its base {base} sets {user}",
  },
  judge: ({ dockerfileBuild }, { problem }) => {
    const instructions = lineage(dockerfileBuild)
      .flatMap((it) => it.instructions)
      .filter((it) => !it.onbuild);
    const set = instructions.findLast((it) => it.kind === "user");
    const { parent, unseen } = dockerfileBuild;
    const settled = (problems: readonly ReturnType<typeof problem>[], gaps: readonly Gap[], because: string) =>
      settle({ problems, gaps: [...unseen, ...gaps], because });
    if (set?.kind === "user") {
      const { line, user, variables } = set;
      if (variables.length > 0) return settled([], [withoutValue(line, variables)], "");
      if (isRoot(user)) return settled([problem("root", { line, user })], [], "");
      const made = madeRoots(instructions).get(user.split(":")[0] ?? "");
      if (made !== undefined) return settled([problem("renamed", { line, user, made })], [], "");
      return settled([], [], `line ${line} sets the user ${user}`);
    }
    const base = baseOrigin(dockerfileBuild);
    if (base?.kind === "scratch") return settled([problem("scratch")], [], "");
    if (parent === undefined)
      return settled([], [unknownBase(base?.kind === "image" ? imageName(base.image) : "its base")], "");
    const { user, image } = parent;
    if (user === "" || isRoot(user))
      return settled([problem("inherited", { base: image, user: user || "root" })], [], "");
    return settled([], [], `its base ${image} sets the user ${user}`);
  },
  remedy: { docker: "RUN useradd --system --uid 10001 app, and USER 10001 at the end of the last stage" },
});

const withoutValue = (line: number, variables: readonly string[]): Gap => ({
  reason: `line ${line}: the user depends on ${variables.join(", ")}, which has no value`,
  wouldVerify: `declare ${variables.join(", ")} among the Dockerfile's arguments`,
});
const unknownBase = (base: string): Gap => ({
  reason: `nothing sets a user, and which one ${base} sets is not known`,
  wouldVerify: "set USER in the Dockerfile, or declare the base among baseImages with its user",
});
