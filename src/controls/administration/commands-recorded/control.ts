import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "commands-recorded",
  requirement: "ADM-5",
  aspect: "commands",
  subject: "host",
  observes: ["host-logging"],
  severity: "medium",
  title: "Privileged commands are recorded",
  problems: {
    unrecorded: "sudo is told to keep no record, and the kernel's audit records no privileged commands",
    unlocked: "the kernel's audit can be switched off by root without a restart: enabled is {enabled}, not 2",
  },
  judge: ({ hostLogging: { audit, sudo } }, { problem }) => {
    const audited = audit?.rootCommands === true && (audit.enabled ?? 0) > 0;
    const shells = sudo?.installed === true && sudo.syslog && sudo.subcommands;
    return settle({
      problems: [
        ...(!audited && sudo?.installed === true && !sudo.syslog ? [problem("unrecorded")] : []),
        ...(audited && audit.enabled === 1 ? [problem("unlocked", { enabled: 1 }, { severity: "low" })] : []),
      ],
      gaps: [
        ...(sudo === undefined ? [unread] : []),
        ...(audit !== undefined && (audit.enabled === undefined || audit.rootCommands === undefined) ? [untold] : []),
        ...(audited || shells ? [] : [shellsUnseen]),
      ],
      because: audited
        ? "the kernel's audit records every program that runs as root, and is locked"
        : "sudo records each command, and those that shells under it start",
    });
  },
  remedy: {
    linux:
      "In /etc/audit/rules.d/privileged.rules:\n-a always,exit -F arch=b64 -S execve -F euid=0 -F auid>=1000 -F auid!=unset -k privileged\n-e 2\nor in /etc/sudoers.d/logging: Defaults log_subcmds",
  },
});

const unread = { reason: "the settings of sudo could not be read", wouldVerify: "run as root on the host" };
const untold = {
  reason: "the kernel's audit did not tell whether it is on, or by which rules",
  wouldVerify: "run `auditctl -s` and `auditctl -l` as root",
};
const shellsUnseen = {
  reason: "what is done in a shell of root is not recorded, as far as could be seen",
  wouldVerify: "a rule of audit for programs that root starts, or `Defaults log_subcmds` for sudo",
};
