import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "image-user-not-root",
  requirement: "DOC-4",
  aspect: "configuration-scan",
  subject: "image",
  observes: ["image-configuration"],
  severity: "high",
  title: "A container of the image starts as another user than root",
  problems: {
    unset: "no USER is set: a container of it starts as root",
    root: "its USER is {user}, which is root (user id 0)",
  },
  judge: ({ imageConfiguration: { user, userId } }, { problem }) =>
    settle({
      problems: userId === 0 ? [user === "" ? problem("unset") : problem("root", { user })] : [],
      gaps: userId === undefined ? [unresolved(user)] : [],
      because: `its USER is ${user}, user id ${userId}`,
    }),
  remedy: { docker: "RUN useradd --system --uid 10001 app; then USER 10001:10001 as the last USER of the final stage" },
});

const unresolved = (user: string): Gap => ({
  reason: `which user id ${user} has can't be told from the image's /etc/passwd`,
  wouldVerify: "name the user by its number: USER 10001:10001",
});
