import { control } from "../../control.ts";
import { settledByNeeds } from "../../needed-settings.ts";

export default control({
  id: "container-host-paths",
  requirement: "HAR-6",
  aspect: "containers",
  subject: "container",
  observes: ["container-configuration"],
  severity: "high",
  title: "The container is given neither the engine's socket nor a sensitive folder of its host",
  problems: { socket: "it {flaw}", folder: "it {flaw}" },
  judge: ({ containerConfiguration: { settings } }, { subject, problem }) =>
    settledByNeeds(settings, subject.declared, { "engine-socket": "socket", "host-folder": "folder" }, problem),
  remedy: { docker: "Take the mount away; give it the one file it needs, read-only, or a volume" },
});
