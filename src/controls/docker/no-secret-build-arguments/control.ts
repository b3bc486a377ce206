import { kindByName } from "../../../probes/host/secret-patterns.ts";
import { settle } from "../../../verdict/outcome.ts";
import { neededInstructions } from "../../build-stages.ts";
import { control } from "../../control.ts";

export default control({
  id: "no-secret-build-arguments",
  requirement: "DOC-4",
  aspect: "build-configuration",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "medium",
  title: "No secret is handed to a build as an argument",
  problems: { argument: "line {line}: ARG {name} takes a secret, which stays readable in the history of the image" },
  judge: ({ dockerfileBuild }, { problem }) => {
    const names = neededInstructions(dockerfileBuild).flatMap((it) =>
      it.kind === "arg"
        ? it.names
            .filter((name) => kindByName(name) !== undefined && !/PUBLIC|GPG|_SUM$|SHA\d/i.test(name))
            .filter((name) => !Object.hasOwn(it.values, name) || it.values[name] === "")
            .map((name) => ({ line: it.line, name }))
        : [],
    );
    return settle({
      problems: names.map((it) => problem("argument", it, { discriminator: it.name })),
      gaps: dockerfileBuild.unseen,
      because: "no argument of it has the name of a secret",
    });
  },
  remedy: { docker: "RUN --mount=type=secret,id=token …, and docker build --secret id=token,src=FILE" },
});
