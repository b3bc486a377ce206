import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { sightingId, sightingsIn, unlooked } from "../../sightings.ts";

export default control({
  id: "no-secrets-in-histories",
  requirement: "BCK-4",
  aspect: "file-secrets",
  subject: "host",
  observes: ["host-secrets"],
  severity: "medium",
  title: "No history of a shell or client holds a secret",
  problems: { typed: "{place} of {owner} holds a secret that was typed ({name}, {kind})" },
  judge: ({ hostSecrets }, { problem }) =>
    settle({
      problems: sightingsIn(hostSecrets, "history").map((it) => {
        const { place, name, kind, owner = "an unseen owner" } = it;
        return problem("typed", { place, name, kind, owner }, { discriminator: sightingId(it) });
      }),
      gaps: unlooked(hostSecrets, "histories"),
      because: `${hostSecrets.lookedAt.histories ?? 0} histories of shells and clients hold nothing that looks like a secret`,
    }),
  remedy: {
    linux:
      "Change the secret, then take its lines out of the history (`history -d N`, or an editor). Give secrets to programs by a prompt, a file or standard input; HISTCONTROL=ignorespace keeps a line that begins with a blank out of bash's history.",
  },
});
