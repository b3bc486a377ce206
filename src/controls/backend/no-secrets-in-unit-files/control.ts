import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { sightingId, sightingsIn, unlooked } from "../../sightings.ts";

export default control({
  id: "no-secrets-in-unit-files",
  requirement: "BCK-4",
  aspect: "unit-secrets",
  subject: "host",
  observes: ["host-secrets"],
  severity: "high",
  title: "No unit file holds a secret",
  problems: { seen: "{name} in {place} is a secret ({kind}); every account can ask systemd for what units hold" },
  judge: ({ hostSecrets }, { problem }) =>
    settle({
      problems: sightingsIn(hostSecrets, "unit-file").map((it) =>
        problem("seen", { name: it.name, place: it.place, kind: it.kind }, { discriminator: sightingId(it) }),
      ),
      gaps: unlooked(hostSecrets, "unitFiles"),
      because: `${hostSecrets.lookedAt.unitFiles} unit files hold nothing that looks like a secret`,
    }),
  remedy: {
    systemd:
      "LoadCredentialEncrypted=NAME:FILE (made by `systemd-creds encrypt`) instead of Environment=; then change the secret",
  },
});
