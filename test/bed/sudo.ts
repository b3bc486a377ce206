import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireProgram, testbedHas } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** Whether sudo can be asked here: as root, in namespaces of its own. */
export const canAskSudo = process.getuid?.() === 0 && ["sudo", "unshare", "setpriv", "ip"].every(testbedHas);

export interface SudoCase {
  /** The sudoers file, and those of its folder by name. */
  readonly sudoers: string;
  readonly included?: Readonly<Record<string, string>>;
  readonly questions: readonly SudoQuestion[];
}

export interface SudoQuestion {
  readonly user: string;
  readonly runAs: string;
  readonly runGroup?: string;
  readonly command: readonly string[];
}

export interface SudoAnswer {
  /** What `sudo -l -U USER COMMAND` says to root, or `sudo -l COMMAND` to the user. */
  readonly allowed: boolean;
  /** Whether `sudo -n COMMAND` ran for the user: without a password. */
  readonly ran: boolean;
}

export interface SudoWorld {
  readonly passwd: string;
  readonly group: string;
  /** Short name and name with its domain. */
  readonly names: readonly [string, string];
  readonly address: string;
  /** Programs that do nothing, below /srv. */
  readonly programs: readonly string[];
}

/** Asks the real sudo, which sees files of the test in place of the machine's own; all is gone when it has answered. */
export function askSudo(world: SudoWorld, cases: readonly SudoCase[]): readonly (readonly SudoAnswer[])[] {
  const folder = runFolder("sudo");
  const [short, full] = world.names;
  const files = { passwd: world.passwd, group: world.group, shadow: shadowOf(world.passwd) };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "hosts"), `127.0.0.1 localhost\n${world.address.split("/")[0]} ${full} ${short}\n`);
  for (const [at, { sudoers, included = {}, questions }] of cases.entries()) {
    const own = join(folder, `${at}`);
    mkdirSync(join(own, "d"), { recursive: true });
    writeFileSync(join(own, "sudoers"), sudoers);
    for (const [name, text] of Object.entries(included)) writeFileSync(join(own, "d", name), text);
    writeFileSync(join(own, "questions"), questions.map(shellLines).join(""));
  }
  writeFileSync(join(folder, "ask"), script(world, short, folder, cases.length));
  const output = execFileSync(requireProgram("unshare") ?? "", ["-mun", "/bin/sh", join(folder, "ask")], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const answers = output.split("\n").filter((line) => /^\d+ [01] [01]$/.test(line));
  return cases.map((_, at) =>
    answers
      .map((line) => line.split(" "))
      .filter(([number]) => Number(number) === at)
      .map(([, allowed, ran]) => ({ allowed: allowed === "1", ran: ran === "1" })),
  );
}

function shadowOf(passwd: string): string {
  return passwd.replace(/^([^:]+):.*$/gm, "$1:*:19000:0:99999:7:::");
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function shellLines({ user, runAs, runGroup, command }: SudoQuestion): string {
  const as = `-u ${quoted(runAs)}${runGroup === undefined ? "" : ` -g ${quoted(runGroup)}`}`;
  const words = command.map(quoted).join(" ");
  // Where a rule speaks of oneself, the listing for another takes the one who asks for it.
  const asksHimself = runAs === user || runAs === "root" || runGroup !== undefined;
  const list = asksHimself ? `as ${quoted(user)} sudo -n -l` : `sudo -l -U ${quoted(user)}`;
  return [
    `allowed=0; ${list} ${as} -- ${words} >/dev/null && allowed=1`,
    `ran=0; as ${quoted(user)} sudo -n ${as} -- ${words} >/dev/null && ran=1`,
    "echo $at $allowed $ran\n",
  ].join("\n");
}

function script({ address, programs }: SudoWorld, short: string, folder: string, count: number): string {
  return `
    mount --make-rprivate /
    hostname ${short}
    ip link add outer type veth peer name inner && ip addr add ${address} dev outer && ip link set outer up
    mount -t tmpfs -o mode=755 none /srv && mount -t tmpfs -o mode=711 none /run/sudo
    for program in ${programs.map(quoted).join(" ")}; do
      mkdir -p "\${program%/*}"; printf '#!/bin/sh\\nexit 0\\n' >"$program"; chmod 755 "$program"
    done
    for file in passwd group shadow hosts; do mount --bind ${folder}/$file /etc/$file; done
    as() { user=$1; shift; setpriv --reuid="$(id -u "$user")" --regid="$(id -g "$user")" --init-groups "$@"; }
    mount -t tmpfs -o mode=755 none /mnt && : >/mnt/sudoers
    mount --bind /mnt/sudoers /etc/sudoers
    at=0
    while [ $at -lt ${count} ]; do
      rm -rf /mnt/d && mkdir /mnt/d
      chmod 640 /etc/sudoers && cat ${folder}/$at/sudoers >/etc/sudoers && chmod 440 /etc/sudoers
      cp ${folder}/$at/d/* /mnt/d/ && chmod 440 /mnt/d/*
      . ${folder}/$at/questions
      at=$((at + 1))
    done
  `;
}
