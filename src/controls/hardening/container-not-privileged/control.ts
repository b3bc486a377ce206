import { control } from "../../control.ts";
import { settledByNeeds } from "../../needed-settings.ts";

export default control({
  id: "container-not-privileged",
  requirement: "HAR-6",
  aspect: "containers",
  subject: "container",
  observes: ["container-configuration"],
  severity: "high",
  title: "The container is given no privileges beyond the usual ones",
  problems: { privileged: "it {flaw}", added: "it {flaw}", shared: "it {flaw}", device: "it {flaw}" },
  judge: ({ containerConfiguration: { settings } }, { subject, problem }) =>
    settledByNeeds(
      settings,
      subject.declared,
      {
        privileged: "privileged",
        capabilities: "added",
        "host-namespace": "shared",
        device: "device",
      },
      problem,
    ),
  remedy: {
    docker:
      "Start it without --privileged, --cap-add, --device and --network, --pid, --ipc or --uts host; declare what it really needs under needs",
  },
});
