import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";

/** sshd says nothing of a login that succeeded; QUIET is SILENT to `sshd -T`. */
const silent = /^(?:SILENT|QUIET|FATAL|ERROR)$/i;

export default control({
  id: "logins-shipped",
  requirement: "ADM-5",
  aspect: "logins",
  subject: "host",
  observes: ["host-logging"],
  severity: "medium",
  title: "Records of logins are made, and sent to another machine",
  problems: {
    silent: "sshd keeps no record of logins: its LogLevel is {level}",
    kept: "nothing sends records of logins to another machine: whoever is root here can change them",
    stopped: "{by} would send records of logins to {to} ({place}), and does not run",
    open: "{by} sends records of logins to {to} without encryption ({place}): they can be read and forged on the way",
    lossy: "{by} sends records of logins to {to} by UDP ({place}), where some are lost without a word",
  },
  judge: ({ hostLogging: { forwards, sshdLogLevel, unseen } }, { problem }) => {
    const carrying = forwards.filter((it) => it.logins === true);
    const unclear = forwards.filter((it) => it.logins === undefined);
    const running = carrying.filter((it) => it.running);
    const sound = running.filter((it) => it.encrypted === true && it.protocol !== "udp");
    const level = sshdLogLevel ?? "";
    // One sound way is enough, whatever goes other ways besides.
    const flawed = sound.length > 0 ? [] : running;
    const about = (it: (typeof forwards)[number]) => ({ by: it.by, to: it.to, place: it.place });
    return settle({
      problems: [
        ...(silent.test(level) ? [problem("silent", { level }, { severity: "high" })] : []),
        ...(running.length === 0
          ? carrying.map((it) => problem("stopped", about(it), { discriminator: it.to, severity: "high" }))
          : []),
        ...(carrying.length === 0 && unclear.length === 0 && unseen.length === 0 ? [problem("kept")] : []),
        ...flawed
          .filter((it) => it.encrypted === false)
          .map((it) => problem("open", about(it), { discriminator: it.to, severity: "low" })),
        ...flawed
          .filter((it) => it.protocol === "udp")
          .map((it) => problem("lossy", about(it), { discriminator: it.to, severity: "low" })),
      ],
      gaps: [
        ...unseen,
        ...(sshdLogLevel === undefined
          ? [{ reason: "what sshd records could not be seen", wouldVerify: "run as root on the host" }]
          : []),
        ...(sound.length > 0
          ? []
          : [...unclear, ...running.filter((it) => it.encrypted === undefined)].map((it) => ({
              reason: `whether ${it.by} sends records of logins to ${it.to}, and encrypted, is not clear from ${it.place}`,
              wouldVerify: "send the facilities auth and authpriv by a rule of their own",
            }))),
      ],
      because: `sshd records logins, and they are sent to ${listed(sound.map((it) => `${it.to} (${it.by})`))}`,
    });
  },
  remedy: {
    linux:
      'In /etc/rsyslog.d/10-archive.conf:\nauth,authpriv.* action(type="omfwd" target="logs.example.com" port="6514" protocol="tcp" StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="logs.example.com" queue.type="LinkedList" queue.filename="archive" queue.saveOnShutdown="on" action.resumeRetryCount="-1")',
    openssh: "LogLevel VERBOSE",
    systemd: "systemd-journal-upload with URL=https://… in journal-upload.conf sends the whole journal.",
  },
});
