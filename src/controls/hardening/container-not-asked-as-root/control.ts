import { control } from "../../control.ts";
import { settledByNeeds } from "../../needed-settings.ts";

export default control({
  id: "container-not-asked-as-root",
  requirement: "HAR-6",
  aspect: "containers",
  subject: "container",
  observes: ["container-configuration"],
  severity: "medium",
  title: "The container is not asked to run as root",
  problems: { root: "it {flaw}" },
  judge: ({ containerConfiguration: { settings } }, { subject, problem }) =>
    settledByNeeds(settings, subject.declared, { root: "root" }, problem),
  remedy: { docker: "--user 10001:10001, or USER 10001:10001 in its Dockerfile" },
});
