import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "no-secrets-in-container",
  requirement: "BCK-4",
  aspect: "container-secrets",
  subject: "container",
  observes: ["container-secrets"],
  severity: "high",
  title: "No container is given a secret by its environment, arguments or labels",
  problems: { given: "its {where} {place} holds a secret ({kind}) as {name}" },
  judge: ({ containerSecrets: { found, variables, unseen } }, { problem }) =>
    settle({
      problems: found.map(({ where, place, name, kind }) =>
        problem("given", { where, place, name, kind }, { discriminator: `${where} ${place} ${name}` }),
      ),
      gaps: unseen,
      because: `no secret was found in ${variables} variables, the arguments and the labels`,
    }),
  remedy: { docker: "secrets: in compose files, or a mounted file with a *_FILE variable; then change the secret" },
});
