import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "no-secrets-in-compose-file",
  requirement: "BCK-4",
  aspect: "compose-secrets",
  subject: "compose-file",
  observes: ["compose-secrets"],
  severity: "high",
  title: "No compose file or manifest holds a secret",
  problems: { written: "{place} holds a secret ({kind}) as {name}" },
  judge: ({ composeSecrets: { found, unseen } }, { problem }) =>
    settle({
      problems: found.map(({ place, name, kind }) =>
        problem("written", { place, name, kind }, { discriminator: `${place} ${name}` }),
      ),
      gaps: unseen,
      because: "no secret was found in it",
    }),
  remedy: {
    docker: "secrets: with a file or an external store, and *_FILE variables; then change the secret",
    kubernetes:
      "A Secret that is made outside of the manifests (external secrets, sealed secrets), mounted as a file; then change the secret",
  },
});
