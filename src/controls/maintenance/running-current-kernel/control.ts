import { type Gap, settle } from "../../../verdict/outcome.ts";
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
    const order = newest === undefined ? undefined : compared(newest, running);
    return settle({
      problems: order !== undefined && order > 0 && newest !== undefined ? [problem("old", { running, newest })] : [],
      gaps: order === undefined || order < 0 ? [gapOf(running, newest, hostOs.container)] : [],
      because: `the kernel ${running} runs, the newest that is installed`,
    });
  },
  remedy: { linux: "Restart the host; if it then still runs the old one, mend the default of its boot loader." },
});

/** The numbers that a release starts with; what follows them is its flavour, of which several can be installed. */
function numbersOf(release: string): readonly number[] {
  return (/^\d+(?:[.-]\d+)*/.exec(release)?.[0] ?? "")
    .split(/[.-]/)
    .filter((it) => it !== "")
    .map(Number);
}

/** Above 0 where `one` is newer; `undefined` where a name such as `lts` doesn't tell. */
function compared(one: string, other: string): number | undefined {
  const [ours, theirs] = [numbersOf(one), numbersOf(other)];
  if (ours.length === 0 || theirs.length === 0) return undefined;
  const places = Array.from({ length: Math.max(ours.length, theirs.length) }, (_, at) => at);
  return places.map((at) => (ours[at] ?? 0) - (theirs[at] ?? 0)).find((it) => it !== 0) ?? 0;
}

function gapOf(running: string, newest: string | undefined, container: boolean): Gap {
  if (container) {
    const reason = `this is a container: its kernel ${running} is updated on another host`;
    return { reason, wouldVerify: "declare the host of the container too, and look at its kernel" };
  }
  const reason =
    newest === undefined
      ? `no installed kernel was found to compare ${running} with`
      : `the kernel ${running} runs, which can't be one of those installed (${newest} is the newest by its name)`;
  return { reason, wouldVerify: "let Holdfast read /boot, or tell who updates the kernel of this machine" };
}
