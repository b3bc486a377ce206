import { control } from "../../control.ts";
import { settledByNeeds } from "../../needed-settings.ts";

export default control({
  id: "container-confined",
  requirement: "HAR-6",
  aspect: "containers",
  subject: "container",
  observes: ["container-configuration"],
  severity: "high",
  title: "The container keeps its seccomp, AppArmor and SELinux confinement",
  problems: { lifted: "it {flaw}" },
  judge: ({ containerConfiguration: { settings } }, { subject, problem }) =>
    settledByNeeds(settings, subject.declared, { unconfined: "lifted" }, problem),
  remedy: {
    docker:
      "Start it without --security-opt seccomp=unconfined, apparmor=unconfined or label=disable; where the usual profile is too narrow, write one of your own",
  },
});
