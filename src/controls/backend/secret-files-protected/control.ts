import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { type Sighting, sightingId, sightingsIn, unlooked } from "../../sightings.ts";

export default control({
  id: "secret-files-protected",
  requirement: "BCK-4",
  aspect: "file-secrets",
  subject: "host",
  observes: ["host-secrets", "host-files"],
  severity: "high",
  title: "Files with secrets are readable for their owner only",
  problems: { open: "{place} holds a secret ({name}, {kind}) and has mode {mode}: every account can read it" },
  judge: ({ hostSecrets, hostFiles }, { problem }) => {
    const closed = hostFiles.files
      .filter(({ mode }) => mode !== undefined && !(bitsOf(mode) & 0o001))
      .map((it) => it.path);
    const found = sightingsIn(hostSecrets, "file").map((it) => ({
      it,
      // Whoever can't enter the folder can't read the file either.
      access: closed.some((folder) => it.place.startsWith(`${folder}/`)) ? "owner" : accessOf(it),
    }));
    return settle({
      problems: found.flatMap(({ it, access }) => {
        const { place, name, kind, mode = "" } = it;
        return access === "all"
          ? [problem("open", { place, name, kind, mode }, { discriminator: sightingId(it) })]
          : [];
      }),
      gaps: [
        ...unlooked(hostSecrets, "files"),
        ...found.flatMap(({ it: { place, mode }, access }) => {
          const wouldVerify = `chmod 0600 ${place}, or attest that its group needs it`;
          if (access === "group")
            return [{ reason: `${place} holds a secret, and its group can read it (${mode})`, wouldVerify }];
          if (access === "unseen") return [{ reason: `the mode of ${place} was not seen`, wouldVerify: "run as root" }];
          return [];
        }),
      ],
      because: `of ${hostSecrets.lookedAt.files} files looked into ${found.length} places hold secrets, each readable for its owner only`,
    });
  },
  remedy: {
    linux: "chown USER FILE && chmod 0600 FILE, with the user of the service that needs it; then change the secret",
  },
});

function bitsOf(mode: string): number {
  return Number.parseInt(mode, 8);
}

function accessOf({ mode }: Sighting): "all" | "group" | "owner" | "unseen" {
  if (mode === undefined || Number.isNaN(bitsOf(mode))) return "unseen";
  if (bitsOf(mode) & 0o004) return "all";
  return bitsOf(mode) & 0o040 ? "group" : "owner";
}
