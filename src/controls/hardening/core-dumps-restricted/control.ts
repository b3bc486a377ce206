import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { gapOf } from "../../kernel-parameters.ts";

/** Handlers that drop the dump, or keep it where only administrators and its owner can read it. */
const keepers = /^\|\s*(\/usr)?(\/bin\/(false|true)|\/lib\/systemd\/systemd-coredump|\/share\/apport\/apport)(\s|$)/;

export default control({
  id: "core-dumps-restricted",
  requirement: "HAR-1",
  aspect: "core-dumps",
  subject: "host",
  observes: ["host-sysctl"],
  severity: "medium",
  title: "Crashed processes leave nothing that others could read",
  problems: {
    setuid:
      "fs.suid_dumpable is {value}: programs that run with another user's rights leave dumps that the caller can read",
    relative:
      "fs.suid_dumpable is 2, but kernel.core_pattern is {pattern}: dumps of privileged programs land in a folder that the caller picks",
  },
  judge: ({ hostSysctl: { values } }, { problem }) => {
    const dumpable = values["fs.suid_dumpable"];
    const pattern = values["kernel.core_pattern"];
    const relative = dumpable === "2" && pattern !== undefined && !/^[|/]/.test(pattern);
    return settle({
      problems: [
        ...(dumpable === "1" ? [problem("setuid", { value: dumpable })] : []),
        ...(relative ? [problem("relative", { pattern })] : []),
      ],
      gaps: [...gapOf("fs.suid_dumpable", dumpable, 0), ...handlerGaps(pattern)],
      because: `fs.suid_dumpable is ${dumpable}, kernel.core_pattern is ${pattern}`,
    });
  },
  remedy: {
    linux:
      "In /etc/sysctl.d/90-hardening.conf, then `sysctl --system`:\nfs.suid_dumpable = 0\nkernel.core_pattern = |/bin/false",
    systemd: "Install systemd-coredump, and set Storage=none in /etc/systemd/coredump.conf unless dumps are needed.",
  },
});

function handlerGaps(pattern: string | undefined): readonly Gap[] {
  const wouldVerify = "set kernel.core_pattern to |/bin/false, or hand dumps to systemd-coredump";
  if (pattern === undefined)
    return [{ reason: "kernel.core_pattern was not seen", wouldVerify: "let Holdfast read /proc/sys" }];
  if (keepers.test(pattern)) return [];
  const reason = pattern.startsWith("|")
    ? `kernel.core_pattern hands dumps to a program that is not known: ${pattern}`
    : `kernel.core_pattern is "${pattern}": whether the processes' limits let them write dumps there was not seen`;
  return [{ reason, wouldVerify }];
}
