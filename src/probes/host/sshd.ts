import { TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, lines } from "./collected.ts";
import { readProcesses } from "./processes.ts";
import { readSockets } from "./sockets.ts";

type Settings = FactsOf<"host-sshd">["settings"];

/** Output of `sshd -T`: one keyword and its value a line; keywords that repeat stay in order. */
export function parseSettings(text: string): Settings {
  return lines(text).flatMap((line) => {
    const found = /^([a-z0-9]+)(?: (.*))?$/i.exec(line.trim());
    return found?.[1] === undefined ? [] : [[found[1].toLowerCase(), found[2] ?? ""]];
  });
}

/** The most telling of what `sshd -V` and `ssh -V` print; a daemon of before 9.0 names its version in its complaint. */
export function parseVersion(text: string): string | undefined {
  const found = [...text.matchAll(/OpenSSH_[^\s,]+(?: [^\s,]+)?/g)].map(([version]) => version.trim());
  const [daemon] = found;
  const number = daemon?.match(/^OpenSSH_[\d.]+/)?.[0];
  return found.findLast((it) => number !== undefined && it.startsWith(number));
}

/** Conditions of the Match lines, without the keyword, of lines with their number in front. */
export function parseMatches(text: string): string[] {
  return lines(text).flatMap((line) => {
    const found = /^\d+\tmatch[\s=]+(.*)$/i.exec(line);
    return found === null ? [] : [(found[1] ?? "").trim().replace(/\s+/g, " ")];
  });
}

function settings(from: Collected, name: string): Settings {
  const { stderr, exitCode } = from.section(name);
  const missing = /Missing privilege separation directory: (\S+)/.exec(stderr);
  if (exitCode !== 0 && missing !== null)
    throw new TroubleError({
      kind: "unsupported",
      message: `sshd is installed but was never started: ${missing[1]} is missing, and without it sshd doesn't tell its settings`,
      wouldVerify: "start sshd, or remove it",
    });
  const user = from.text("whoami").trim();
  if (exitCode !== 0 && user !== "0" && /hostkey|host key|permission denied/i.test(stderr))
    throw new TroubleError({
      kind: "denied",
      message: `sshd -T needs to read the host keys, which user ${user} may not: ${stderr.slice(0, 300)}`,
      wouldVerify: "run as root",
    });
  return parseSettings(from.text(name));
}

export function hostSshd(from: Collected): FactsOf<"host-sshd"> {
  if (from.absent("sshd-version"))
    return { installed: false, running: false, settings: [], matchBlocks: [], settingsForRoot: [] };
  const [, ...others] = from.section("sshd-daemons").bytes.toString().split("\n").slice(0, -1);
  return {
    installed: true,
    running: isRunning(from),
    version: parseVersion(from.text("sshd-version")),
    settings: settings(from, "sshd-settings"),
    matchBlocks: parseMatches(from.text("sshd-config")),
    settingsForRoot: settings(from, "sshd-settings-root"),
    otherDaemons: others.length === 0 ? undefined : others.map((options) => options.trim()),
    ...otherSettings(from.section("sshd-others").bytes.toString()),
  };
}

/** `daemon OPTIONS` by a tab, and what it said. */
function otherSettings(text: string): Pick<FactsOf<"host-sshd">, "otherSettings"> {
  const told = text
    .split(/^daemon\t/m)
    .slice(1)
    .map((block) => {
      const [options = "", ...printed] = block.split("\n");
      return { options: options.trim(), settings: parseSettings(printed.join("\n")) };
    })
    .filter(({ settings }) => settings.length > 0);
  return told.length === 0 ? {} : { otherSettings: told };
}

function isRunning(from: Collected): boolean {
  const sockets = readSockets(from).map(({ socket }) => socket);
  if (sockets.some(({ process }) => process === "sshd")) return true;
  // Whose sockets they are takes root to see; the names of processes don't.
  const unseen = sockets.some(({ processId }) => processId === undefined);
  return (
    unseen && [...readProcesses(from).values()].some(({ name, userIds }) => name === "sshd" && userIds.effective === 0)
  );
}
