import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { facing, isOneOf, nameOf, unseenFiles, unseenSockets } from "../../facing.ts";
import { notInEffect } from "../../sandbox-in-effect.ts";
import { unitExposure } from "../../unit-exposure/exposure.ts";

/** They open sessions for people, who must be able to do everything their account may; systemd makes the fences itself. */
const cannot = ["sshd", "systemd"];

export default control({
  id: "service-units-sandboxed",
  requirement: "HAR-6",
  aspect: "sandboxing",
  subject: "host",
  observes: ["host-processes", "host-units"],
  severity: "medium",
  title: "Units of network services are fenced in, and what they say is in effect",
  problems: {
    exposed: "{unit} serves port {ports} with an exposure of {score} of 10; open are above all {open}",
    ineffective: "{unit} says {settings}, which is not in effect for its process {name}",
    unread: "{unit} was changed on disk, and systemd was not told to read it again",
  },
  judge: ({ hostProcesses, hostUnits }, { policy, problem }) => {
    const known = facing(hostProcesses);
    const judged = known.flatMap((process) => {
      if (process.unit?.endsWith(".service") !== true) return [];
      const unit = hostUnits.units.find(({ name }) => name === process.unit);
      return [{ process, name: process.unit, sandbox: unit?.sandbox ?? {} }];
    });
    const seen = judged.filter(({ sandbox }) => Object.keys(sandbox).length > 0);
    // What has no fence at all is told by another control, for hosts without systemd too.
    const scored = seen.filter(({ process }) => isOneOf(process, cannot) === false && isFenced(process));
    const scores = scored.map((it) => ({ ...it, ...unitExposure(it.sandbox) }));
    return settle({
      problems: [
        ...scores
          .filter(({ score }) => score >= policy.serviceExposureBelow)
          .map(({ name, process, score, open }) => {
            const data = { unit: name, ports: process.ports.join(", "), score, open: open.slice(0, 3).join(", ") };
            return problem("exposed", data, { discriminator: name, severity: "low" });
          }),
        ...seen.flatMap(({ name, process, sandbox }) => {
          const settings = notInEffect(sandbox, process);
          if (settings.length === 0) return [];
          const data = { unit: name, settings: settings.join(", "), name: nameOf(process) };
          return [problem("ineffective", data, { discriminator: name })];
        }),
        ...seen
          .filter(({ sandbox }) => sandbox["NeedDaemonReload"] === "yes")
          .map(({ name }) => problem("unread", { unit: name }, { discriminator: name, severity: "low" })),
      ],
      gaps: [
        ...unseenSockets(hostProcesses),
        ...unseenFiles(known, cannot),
        ...known.filter(({ unit }) => unit === undefined).map((it) => unseenUnit(nameOf(it))),
        ...judged.filter(({ sandbox }) => Object.keys(sandbox).length === 0).map(({ name }) => untold(name)),
        ...seen.filter(({ sandbox }) => sandbox["NeedDaemonReload"] === undefined).map(({ name }) => unread(name)),
        ...seen.filter(({ process }) => process.ownNamespaces === undefined).map(({ name }) => unseenNamespaces(name)),
      ],
      because: `${seen.length} units serve the network; of those that are fenced in, the most exposed has ${Math.max(0, ...scores.map(({ score }) => score))} of 10, and each does what it says`,
    });
  },
  remedy: {
    systemd:
      "`systemctl daemon-reload && systemctl restart UNIT` where something is not in effect. Else in a drop-in of the unit, step by step:\nNoNewPrivileges=yes\nProtectSystem=strict\nProtectHome=yes\nPrivateTmp=yes\nPrivateDevices=yes\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\nRestrictNamespaces=yes\nSystemCallFilter=@system-service\n`systemd-analyze security UNIT` shows what is left.",
  },
});

function isFenced({ noNewPrivileges, seccomp, ownNamespaces = [] }: ReturnType<typeof facing>[number]): boolean {
  return noNewPrivileges || seccomp > 0 || ownNamespaces.length > 0;
}

function untold(unit: string): Gap {
  return {
    reason: `systemd told nothing of the settings of ${unit}`,
    wouldVerify: `look at \`systemctl show ${unit}\` on the host`,
  };
}

function unread(unit: string): Gap {
  return {
    reason: `whether systemd has read ${unit} since it was changed was not told`,
    wouldVerify: `look at \`systemctl show ${unit} -p NeedDaemonReload\` on the host`,
  };
}

function unseenUnit(process: string): Gap {
  return { reason: `the unit of the process ${process} could not be seen`, wouldVerify: "run as root on the host" };
}

function unseenNamespaces(unit: string): Gap {
  return { reason: `the namespaces of ${unit} could not be seen`, wouldVerify: "run as root on the host" };
}
