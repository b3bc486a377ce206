import type { FactsOf } from "../probes/fact-kinds.ts";
import { type Gap, type Outcome, settle } from "../verdict/outcome.ts";
import { processNames } from "./process-names.ts";

type Sshd = FactsOf<"host-sshd">;
type Listeners = FactsOf<"host-listeners">;

/** The first value of a keyword, as sshd itself takes it. */
export function settingOf(settings: Sshd["settings"], keyword: string): string | undefined {
  return settings.find(([it]) => it === keyword)?.[1];
}

/** A keyword that sshd did not tell is a gap: its default depends on how it was built. */
export function settingsGaps(settings: Sshd["settings"], keywords: readonly string[]): readonly Gap[] {
  return keywords
    .filter((it) => settingOf(settings, it) === undefined)
    .map((it) => ({ reason: `sshd did not tell ${it}`, wouldVerify: "run `sshd -T` as root on the host" }));
}

/** Daemons beside the one that was asked, with settings of their own. */
export function daemonGaps(sshd: Sshd): readonly Gap[] {
  return (sshd.otherDaemons ?? []).map((options) => ({
    reason: `another sshd runs with settings of its own (${options})`,
    wouldVerify: `stop it, or run \`sshd -T ${options}\` as root`,
  }));
}

const methods = [
  ["publickey", "pubkeyauthentication"],
  ["password", "passwordauthentication"],
  ["keyboard-interactive", "kbdinteractiveauthentication"],
  ["hostbased", "hostbasedauthentication"],
] as const;

/** Further daemons that told their settings: methods that let in by themselves, and words that tell the daemon apart. */
export function otherDaemons(sshd: Sshd) {
  return (sshd.otherSettings ?? []).map(({ options, settings }) => {
    const wanted = settingOf(settings, "authenticationmethods") ?? "any";
    const on = methods.filter(([, keyword]) => settingOf(settings, keyword) === "yes").map(([method]) => method);
    return {
      settings,
      alone: wanted === "any" ? on : on.filter((it) => wanted.split(/\s+/).includes(it)),
      whence: ` through its daemon with the options ${options}`,
      discriminator: `daemon ${options}`,
    };
  });
}

/** Programs that let people in by SSH: others than OpenSSH, and one of it that lies where nobody looks for it. */
const otherServers = /^(sshd|dropbear|tinysshd|sshguard-ssh|lshd|teleport|wolfsshd|sftpgo)/;

/**
 * Judges sshd where there is one. Where none is installed the claim holds, unless something else may be the host's SSH
 * server: another program known for it, a listener on port 22, or a socket whose process we may not see. A fault of one
 * that isn't running lets nobody in as long as nobody starts it: then it is a gap.
 */
export function judgeSshd(sshd: Sshd, listeners: Listeners, judge: () => Outcome): Outcome {
  if (sshd.installed && sshd.settings.length > 0) return isReachable(sshd, listeners) ? judge() : onceStarted(judge());
  if (sshd.installed || sshd.running) {
    const wouldVerify = "run `sshd -T` as root on the host";
    return { outcome: "unknown", gaps: [{ reason: "sshd told none of its settings", wouldVerify }] };
  }
  return withoutSshd(listeners);
}

/** By socket activation systemd holds the port, and sshd starts when somebody comes. */
function isReachable(sshd: Sshd, { sockets }: Listeners): boolean {
  const ports = sshd.settings.filter(([it]) => it === "port").map(([, port]) => Number(port));
  return sshd.running || sockets.some((it) => it.protocol === "tcp" && ports.includes(it.port));
}

function onceStarted(outcome: Outcome): Outcome {
  if (outcome.outcome !== "fails") return outcome;
  const wouldVerify = "mend the configuration of sshd, or remove openssh-server";
  const gaps = outcome.problems.map((it) => ({
    reason: `sshd is not running; once it is: ${it.message}`,
    wouldVerify,
  }));
  return { outcome: "unknown", gaps: [...gaps, ...outcome.gaps] };
}

function withoutSshd(listeners: Listeners): Outcome {
  const suspects = listeners.sockets.filter(
    (it) => it.protocol === "tcp" && (it.port === 22 || processNames(it).some((one) => otherServers.test(one))),
  );
  const hidden =
    listeners.ownersSeen && listeners.sockets.every((it) => it.process !== undefined)
      ? []
      : [
          {
            reason: "OpenSSH is not installed, but some listeners' processes could not be seen",
            wouldVerify: "run as root",
          },
        ];
  return settle({
    problems: [],
    gaps: [
      ...suspects.map(({ port, process }) => ({
        reason: `OpenSSH is not installed, but ${process ?? "something"} listens on ${port}/tcp`,
        wouldVerify: "look into that server's own configuration",
      })),
      ...hidden,
    ],
    because: "no SSH server is installed",
  });
}
