import { settle } from "../../../verdict/outcome.ts";
import { lineage, programOf, runsOf, unseenCommands } from "../../build-stages.ts";
import { control } from "../../control.ts";

const installs = /^(?:apt|apt-get|aptitude|apk|dnf|yum|microdnf|tdnf|zypper)$/;
const servers =
  /^(?:openssh(?:-server(?:-pam|-common)?)?|dropbear(?:-bin|-run)?|telnetd|inetutils-telnetd|telnet-server|rsh-server|rsh-redone-server|tinysshd?|xrdp|shellinabox|gotty|ttyd|webmin)(?:[=~<>].*)?$/;
const programs = /^(?:sshd|dropbear|in\.telnetd|telnetd|tinysshd|shellinaboxd|gotty|ttyd)$/;
const ports = [22, 23, 512, 513, 514];
const enables: Readonly<Record<string, RegExp>> = {
  systemctl: /^enable$/,
  "rc-update": /^add$/,
  "update-rc.d": /^(?:enable|defaults)$/,
};
const services =
  /^(?:sshd?|dropbear|telnetd?|inetd|openbsd-inetd|xinetd|tinysshd?|ttyd|shellinabox)(?:\.(?:service|socket))?$/;

export default control({
  id: "build-without-remote-shell",
  requirement: "DOC-4",
  aspect: "build-configuration",
  subject: "dockerfile",
  observes: ["dockerfile-build"],
  severity: "high",
  title: "A build adds no remote shell",
  problems: {
    installed: "line {line}: {server} is installed, which gives a remote shell",
    started: "line {line}: {server} is started, which gives a remote shell",
    enabled: "line {line}: {server} is started with the image's services, which gives a remote shell",
    exposed: "line {line}: port {port} is that of a remote shell",
  },
  judge: ({ dockerfileBuild }, { problem }) => {
    const instructions = lineage(dockerfileBuild).flatMap((it) => it.instructions.filter((one) => !one.onbuild));
    const runs = runsOf(instructions);
    const installed = runs.flatMap(({ commands }) =>
      commands.flatMap((it) =>
        installs.test(programOf(it)) && it.words.some((one) => /^(?:install|add)$/.test(one))
          ? it.words.filter((one) => servers.test(one)).map((server) => ({ line: it.line, server }))
          : [],
      ),
    );
    const started = instructions.flatMap((it) => {
      if (it.kind !== "cmd" && it.kind !== "entrypoint") return [];
      const words = it.words.flatMap((one) => one.split(/[\s;&|]+/)).map((one) => one.split("/").at(-1) ?? "");
      return words.filter((one) => programs.test(one)).map((server) => ({ line: it.line, server }));
    });
    const enabled = runs.flatMap(({ commands }) =>
      commands.flatMap((it) =>
        it.words.some((one) => Object.hasOwn(enables, programOf(it)) && enables[programOf(it)]?.test(one) === true)
          ? it.words.filter((one) => services.test(one)).map((server) => ({ line: it.line, server }))
          : [],
      ),
    );
    const exposed = instructions.flatMap((it) =>
      it.kind === "expose" ? it.ports.filter(isRemoteShell).map((port) => ({ line: it.line, port })) : [],
    );
    return settle({
      problems: [
        ...installed.map((it) => problem("installed", it, { discriminator: it.server })),
        ...started.map((it) => problem("started", it, { discriminator: it.server })),
        ...enabled.map((it) => problem("enabled", it, { discriminator: it.server })),
        ...exposed.map((it) => problem("exposed", it, { discriminator: it.port })),
      ],
      gaps: unseenCommands(dockerfileBuild, runs),
      because: "no server of a remote shell is installed, started or exposed",
    });
  },
  remedy: {
    docker: "Leave it out: docker exec and kubectl exec give a shell to those who may have one, and leave a record.",
  },
});

/** A port or a range of ports, such as `22/tcp` or `20-25`. */
function isRemoteShell(written: string): boolean {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/tcp)?$/i.exec(written) ?? [];
  return ports.some((it) => it >= Number(first) && it <= Number(last));
}
