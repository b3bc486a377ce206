import type { SecretFind } from "../../../probes/secret-find-schema.ts";
import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

const wheres: Readonly<Record<SecretFind["where"], string>> = {
  ...{ file: "in", environment: "in the environment variable", label: "in the label", history: "in the history," },
  ...{ argument: "in", instruction: "in" },
};

export default control({
  id: "no-secrets-in-image",
  requirement: "BCK-4",
  aspect: "image-secrets",
  subject: "image",
  observes: ["image-secrets"],
  severity: "high",
  title: "No layer, variable, label or build step of the image holds a secret",
  problems: {
    seen: "{name} {where} {place} is a secret ({kind}); whoever has the image has it",
    hidden: "{name} in {place} is a secret ({kind}); a later layer hides it, and layer {layer} still holds it",
  },
  judge: ({ imageSecrets: { found, files, variables, unseen } }, { problem }) =>
    settle({
      problems: found.map(({ where, place, name, kind, hidden, layer }) => {
        const options = {
          discriminator: [where, place, name, ...(hidden === true ? [`layer ${layer}`] : [])].join(" "),
        };
        if (hidden === true) return problem("hidden", { name, place, kind, layer: layer ?? "?" }, options);
        return problem("seen", { name, where: wheres[where], place, kind }, options);
      }),
      gaps: [
        ...(files === 0
          ? [{ reason: "no file of it was searched", wouldVerify: "attest where the image takes its secrets from" }]
          : []),
        ...unseen,
      ],
      because: `${files} files of all layers, ${variables} variables and the history hold nothing that looks like a secret`,
    }),
  remedy: {
    docker:
      "Give it at build with RUN --mount=type=secret and at run time as a mounted file; change the secret, build anew without cache, and delete the old image",
  },
});
