import { needleSearch } from "../needle-search.ts";
import { knownShells } from "./known-shells.ts";

const shellByProgram = new Map(knownShells.flatMap((it) => it.programs.map((name) => [name, it.shell] as const)));
/** Services that are called otherwise than their program. */
const shellByService = new Map([
  ...[...shellByProgram].filter(([name]) => !name.includes(".")),
  ["ssh", "sshd"],
  ["telnet", "telnetd"],
  ["shellinabox", "shellinabox"],
  ["cockpit", "cockpit"],
]);

const mentioned = needleSearch([...shellByProgram.keys(), ...shellByService.keys()]);

/** Whether a text names any shell at all: most don't, and need no closer look. */
export function mentionsShell(text: Uint8Array): boolean {
  return mentioned(text).size > 0;
}

/** The shell that a program of this path is, by its name. */
export function shellOfProgram(path: string): string | undefined {
  return shellByProgram.get(path.slice(path.lastIndexOf("/") + 1));
}

/** The shell that a service of this name is, such as `ssh`, `sshd.service`, `dropbear@.socket`. */
export function shellOfService(name: string): string | undefined {
  return shellByService.get(name.replace(/(?:@[^.]*)?\.(?:service|socket)$/, ""));
}

/** Words before a command that don't change which command it is. */
const before =
  /^(?:exec|nohup|setsid|sudo|command|env|time|nice|ionice|stdbuf|tini|dumb-init|s6-setuidgid|gosu|su-exec|chpst|if|then|do|else|&&|\|\||!|--|-\S+|[A-Za-z_]\w*=\S*|\d+)$/;

/** The shell that a command of a script, a unit or a service starts; a mere mention of its name is none. */
export function shellStarted(command: string): { readonly shell: string; readonly command: string } | undefined {
  for (const part of command.slice(0, 4096).split(/&&|\|\||[;|&]/)) {
    const words = part.trim().split(/\s+/);
    const first = words.findIndex((word) => !before.test(word.replace(/^["']|["']$/g, "")));
    const word = words[first]?.replace(/^[-+!:@]*["']?|["']$/g, "") ?? "";
    const shell = shellOfProgram(word) ?? serviceStarted(word, words.slice(first + 1));
    if (shell !== undefined) return { shell, command: part.trim().slice(0, 120) };
    if (word === "busybox" || word.endsWith("/busybox")) {
      const applet = shellOfProgram(words[first + 1] ?? "");
      if (applet !== undefined) return { shell: applet, command: part.trim().slice(0, 120) };
    }
  }
  return undefined;
}

function serviceStarted(word: string, rest: readonly string[]): string | undefined {
  const [a = "", b = ""] = rest.filter((it) => !it.startsWith("-"));
  if (/(?:^|\/)(?:service|rc-service)$/.test(word) && /^(?:start|restart)$/.test(b)) return shellOfService(a);
  if (/(?:^|\/)systemctl$/.test(word) && /^(?:start|restart|enable)$/.test(a)) return shellOfService(b);
  const script = /^\/etc\/(?:init\.d|rc\.d)\/([\w.-]+)$/.exec(word)?.[1];
  return script !== undefined && /^(?:start|restart)$/.test(a) ? shellOfService(script) : undefined;
}

/** A file that says which services run: how its lines tell a command. */
const formats: readonly (readonly [RegExp, (line: string) => string | undefined])[] = [
  [/^etc\/systemd\/(?:system|user)\/.*\.(?:service|conf)$/, (line) => /^\s*ExecStart=\s*(.*)$/.exec(line)?.[1]],
  [
    /^etc\/(?:supervisor(?:d)?(?:\.d|\/conf\.d)?\/[^/]+\.(?:conf|ini)|supervisord\.conf)$/,
    (line) => /^\s*command\s*=\s*(.*)$/.exec(line)?.[1],
  ],
  [/^etc\/inetd\.(?:conf|d\/[^/]+)$/, inetd],
  [/^etc\/xinetd\.(?:conf|d\/[^/]+)$/, (line) => /^\s*server\s*=\s*(.*)$/.exec(line)?.[1]],
  [/^etc\/inittab$/, (line) => /^[^#:]*:[^:]*:[^:]*:(.*)$/.exec(line)?.[1]],
  [/^etc\/(?:crontab|cron\.d\/[^/]+)$/, (line) => /^\s*(?:@\w+|(?:\S+\s+){5})\s*\S+\s+(.*)$/.exec(line)?.[1]],
  [/^var\/spool\/cron\/.+$/, (line) => /^\s*(?:@\w+\s+|(?:\S+\s+){5})(.*)$/.exec(line)?.[1]],
  [/^etc\/(?:services\.d|s6|s6-overlay|sv|service|runit|cont-init\.d)\/.*$/, (line) => line],
  [/^etc\/(?:rc\.local|rc\.d\/rc\.local|local\.d\/[^/]+\.start|profile\.d\/[^/]+)$/, (line) => line],
];

/** Service, type, protocol, wait, user, program, arguments (inetd.conf(5)); behind tcpd the program is the first argument. */
function inetd(line: string): string | undefined {
  const fields = line.trim().split(/\s+/);
  const program = /\/tcpd$/.test(fields[5] ?? "") ? fields[6] : fields[5];
  return /^[#<]/.test(fields[0] ?? "") || program === "internal" ? undefined : program;
}

export function isServiceDefinition(path: string): boolean {
  return (path.startsWith("etc/") || path.startsWith("var/spool/cron/")) && formats.some(([it]) => it.test(path));
}

/** Shells that a service definition, or a script, starts. */
export function shellsStartedBy(path: string, text: string) {
  if (/^etc\/xinetd/.test(path) && /^[ \t]*disable\s*=\s*yes/m.test(text)) return [];
  const command = formats.find(([it]) => it.test(path))?.[1] ?? ((line: string) => line);
  return text.split("\n").flatMap((line) => {
    if (/^\s*[#;]/.test(line)) return [];
    const started = shellStarted(command(line) ?? "");
    return started === undefined ? [] : [started];
  });
}

/** The shell whose service starts with the system by this link: systemd, System V and OpenRC. */
export function shellEnabledBy(path: string): string | undefined {
  if (!path.startsWith("etc/")) return undefined;
  const name =
    /^etc\/systemd\/system\/[^/]+\.(?:wants|requires)\/([^/]+)$/.exec(path)?.[1] ??
    /^etc\/rc[2-5S]\.d\/S\d\d([^/]+)$/.exec(path)?.[1] ??
    /^etc\/runlevels\/[^/]+\/([^/]+)$/.exec(path)?.[1] ??
    /^etc\/(?:service|runit\/runsvdir\/[^/]+)\/([^/]+)$/.exec(path)?.[1];
  return name === undefined ? undefined : shellOfService(name);
}
