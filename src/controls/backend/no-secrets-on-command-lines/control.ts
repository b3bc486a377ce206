import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { sightingId, sightingsIn, unlooked } from "../../sightings.ts";

export default control({
  id: "no-secrets-on-command-lines",
  requirement: "BCK-4",
  aspect: "process-secrets",
  subject: "host",
  observes: ["host-secrets"],
  severity: "high",
  title: "No process carries a secret on its command line",
  problems: { seen: "{name} in {place} is a secret ({kind}), readable for every account of the host" },
  judge: ({ hostSecrets }, { problem }) =>
    settle({
      problems: sightingsIn(hostSecrets, "command-line").map((it) =>
        problem("seen", { name: it.name, place: it.place, kind: it.kind }, { discriminator: sightingId(it) }),
      ),
      gaps: unlooked(hostSecrets, "processes"),
      because: `the command lines of ${hostSecrets.lookedAt.processes} processes hold nothing that looks like a secret`,
    }),
  remedy: {
    systemd: "LoadCredentialEncrypted=NAME:FILE in the unit, and the option of the program that reads a file",
    linux: "Use the option of the program that reads the secret from a file or from standard input.",
  },
});
