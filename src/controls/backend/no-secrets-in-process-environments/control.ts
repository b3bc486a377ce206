import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { sightingId, sightingsIn, unlooked } from "../../sightings.ts";

export default control({
  id: "no-secrets-in-process-environments",
  requirement: "BCK-4",
  aspect: "process-secrets",
  subject: "host",
  observes: ["host-secrets"],
  severity: "medium",
  title: "No process carries a secret in its environment",
  problems: { seen: "the variable {name} in {place} holds a secret ({kind}){who}" },
  judge: ({ hostSecrets }, { problem }) =>
    settle({
      problems: sightingsIn(hostSecrets, "process-environment").map((it) => {
        const who = it.user === undefined ? "" : `, for every process of ${it.user}`;
        return problem(
          "seen",
          { name: it.name, place: it.place, kind: it.kind, who },
          { discriminator: sightingId(it) },
        );
      }),
      gaps: unlooked(hostSecrets, "processes"),
      because: `the environments of ${hostSecrets.lookedAt.processes} processes hold nothing that looks like a secret`,
    }),
  remedy: {
    systemd: "LoadCredentialEncrypted=NAME:FILE in the unit; the service reads $CREDENTIALS_DIRECTORY/NAME",
    linux: "Let the program read the secret from a file that only its user can read, or from a vault.",
  },
});
