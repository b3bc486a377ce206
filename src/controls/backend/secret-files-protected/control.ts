import type { FactsOf } from "../../../probes/fact-kinds.ts";
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
    const found = sightingsIn(hostSecrets, "file").map((it) => ({ it, access: accessOf(it, hostFiles.files) }));
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

type Folders = FactsOf<"host-files">["files"];

function bitsOf(mode: string): number {
  return Number.parseInt(mode, 8);
}

function accessOf({ mode, place }: Sighting, folders: Folders): "all" | "group" | "owner" | "unseen" {
  if (mode === undefined || Number.isNaN(bitsOf(mode))) return "unseen";
  // Whoever can't enter a folder can't read what is in it either.
  const above = folders.filter((it) => it.mode !== undefined && place.startsWith(`${it.path}/`));
  const lets = (bit: number) => above.every((it) => (bitsOf(it.mode ?? "") & bit) !== 0);
  const ownGroup = above.some((it) => it.group === it.owner && !(bitsOf(it.mode ?? "") & 0o001));
  if (bitsOf(mode) & 0o004 && lets(0o001)) return "all";
  return bitsOf(mode) & 0o044 && lets(0o010) && !ownGroup ? "group" : "owner";
}
