import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "no-secrets-in-dockerfile",
  requirement: "BCK-4",
  aspect: "build-secrets",
  subject: "dockerfile",
  observes: ["dockerfile-secrets"],
  severity: "high",
  title: "Neither the Dockerfile nor what it copies holds a secret",
  problems: {
    written: "{place} holds a secret ({kind}) as {name}",
    copied: "{place} holds a secret ({kind}) as {name}, and the build takes that file",
  },
  judge: ({ dockerfileSecrets: { found, unseen } }, { problem }) =>
    settle({
      problems: found.map(({ where, place, name, kind }) =>
        problem(where === "file" ? "copied" : "written", { place, name, kind }, { discriminator: `${place} ${name}` }),
      ),
      gaps: unseen,
      because: "no secret was found in the Dockerfile, nor in the likely files that it copies",
    }),
  remedy: {
    docker:
      "RUN --mount=type=secret for what a build needs, mounted files at run time, .dockerignore for the rest; then change the secret",
  },
});
