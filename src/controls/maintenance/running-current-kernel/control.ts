import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { compareKernels } from "./kernel-release.ts";

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
    const order = newest === undefined ? undefined : compareKernels(newest, running);
    return settle({
      problems: order !== undefined && order > 0 && newest !== undefined ? [problem("old", { running, newest })] : [],
      gaps: order === undefined || order < 0 ? [gapOf(running, newest, hostOs.container)] : [],
      because: `the kernel ${running} runs, the newest that is installed`,
    });
  },
  remedy: { linux: "Restart the host; if it then still runs the old one, mend the default of its boot loader." },
});

function gapOf(running: string, newest: string | undefined, container: boolean): Gap {
  const away = `this is a container: its kernel ${running} is updated on another host`;
  if (container) return { reason: away, wouldVerify: "declare the host of the container too, and look at its kernel" };
  const other = `the kernel ${running} runs, which can't be one of those installed (${newest} is the newest by its name)`;
  const reason = newest === undefined ? `no installed kernel was found to compare ${running} with` : other;
  return { reason, wouldVerify: "let Holdfast read /boot, or tell who updates the kernel of this machine" };
}
