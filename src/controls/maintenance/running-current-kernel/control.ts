import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "running-current-kernel",
  requirement: "MNT-1",
  aspect: "reboot",
  subject: "host",
  observes: ["host-reboot", "host-os"],
  severity: "medium",
  title: "The running kernel is the newest installed one",
  problems: { old: "the kernel {running} runs, and {newest} is installed" },
  judge: ({ hostReboot: { runningKernel: running, newestKernel: newest }, hostOs }, { problem }) => {
    const gap = hostOs.container
      ? {
          reason: `this is a container: its kernel ${running} is updated on another host`,
          wouldVerify: "declare the host of the container too, and look at its kernel",
        }
      : {
          reason: `no installed kernel was found to compare ${running} with`,
          wouldVerify: "let Holdfast read /boot, or tell who updates the kernel of this machine",
        };
    return settle({
      problems: newest === undefined || newest === running ? [] : [problem("old", { running, newest })],
      gaps: newest === undefined ? [gap] : [],
      because: `the kernel ${running} runs, the newest that is installed`,
    });
  },
  remedy: { linux: "Restart the host; if it then still runs the old one, mend the default of its boot loader." },
});
