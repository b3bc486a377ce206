import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "container-rebuilt",
  requirement: "DOC-6",
  aspect: "rebuilt",
  subject: "container",
  observes: ["container-rebuild"],
  severity: "medium",
  title: "The build that replaces the container's, or that it replaced, shows that it is really built anew",
  problems: {
    same: "{later} has no layer that {earlier} lacks: it was only named, dated or labelled anew",
    older: "{count} packages of {later} are older than those of {earlier}, such as {name}: {after} after {before}",
  },
  judge: ({ containerRebuild: { name, running, other, places, newLayers, sharedLayers, packages, unseen } }, it) => {
    const short = (id: string) => id.replace(/^sha256:/, "").slice(0, 12);
    const own = short(running.id);
    const others = short(other?.id ?? "");
    const [earlier, later] = other?.is === "replaced" ? [others, own] : [own, others];
    const [newer] = (packages?.newer ?? []).filter(({ shared }) => shared || sharedLayers === 0);
    const [older] = packages?.older ?? [];
    const problems = [
      ...(newLayers === 0 ? [it.problem("same", { earlier, later })] : []),
      ...(older === undefined
        ? []
        : [
            it.problem("older", {
              name: older.name,
              before: older.before,
              after: older.after,
              earlier,
              later,
              count: packages?.older.length ?? 0,
            }),
          ]),
    ];
    const gaps = [
      ...unseen,
      ...(other === undefined
        ? [
            {
              reason: `no other build of ${name} is at the ${places.join(" or the ") || "engine"}: nothing shows how it is built anew`,
              wouldVerify: `build ${name} anew with updated packages, and look while the engine still has the old build`,
            },
          ]
        : []),
      ...(other !== undefined && newer === undefined && problems.length === 0
        ? [
            {
              reason: `no package of the base is seen to be newer in ${later} than in ${earlier}: there was nothing to update, or nobody did`,
              wouldVerify: "declare the image, and mirrors under `advisories`: they tell what was offered at that time",
            },
          ]
        : []),
    ];
    return settle({
      problems,
      gaps,
      because: `${packages?.newer.length} packages of ${later} are newer than those of ${earlier}, such as ${newer?.name}: ${newer?.after} after ${newer?.before}`,
    });
  },
  remedy: {
    docker:
      "docker compose build --pull --no-cache with an upgrade of the packages in the Dockerfile, then docker compose up -d",
  },
});
