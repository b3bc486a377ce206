import { type Build, type Command, lineage, programOf, runsOf } from "./build-stages.ts";

/** A command that upgrades the packages of the operating system. */
export interface Upgrade {
  readonly line: number;
  readonly command: string;
  /** Whether the lists of packages it goes by are fetched in the same layer. */
  readonly fresh: boolean;
  /** An argument before it, by its name made to let every build do it anew. */
  readonly renewedBy?: string;
}

interface Manager {
  readonly upgrade: (words: readonly string[]) => boolean;
  /** Whether the command, or one before it in its layer, fetches the lists. */
  readonly refreshes: (words: readonly string[]) => boolean;
}

const has = (words: readonly string[], pattern: RegExp): boolean => words.some((it) => pattern.test(it));
const onlyTried = /^(?:-s|--simulate|--just-print|--dry-run|--recon|--no-act|-d|--download-only|--assumeno|-n)$/;
const apt: Manager = {
  upgrade: (words) => has(words, /^(?:upgrade|dist-upgrade|full-upgrade|safe-upgrade)$/),
  refreshes: (words) => has(words, /^update$/) || has(words, /^(?:-U|--update)$/),
};
// These fetch their lists by themselves when they are old, but for `-C`.
const rpm: Manager = {
  upgrade: (words) =>
    has(words, /^(?:upgrade|update|upgrade-minimal|update-minimal|distro-sync)$/) && !has(words, /^--downloadonly$/),
  refreshes: (words) => !has(words, /^(?:-C|--cacheonly)$/),
};
const managers: Readonly<Record<string, Manager>> = {
  ...{ apt, "apt-get": apt, aptitude: apt },
  ...{ dnf: rpm, dnf5: rpm, yum: rpm, microdnf: rpm, tdnf: rpm },
  apk: {
    upgrade: (words) => has(words, /^upgrade$/),
    refreshes: (words) => has(words, /^(?:update|-U|--update-cache|--no-cache|-\w*U\w*|--available)$/),
  },
  zypper: { upgrade: (words) => has(words, /^(?:update|up|patch|dist-upgrade|dup)$/), refreshes: () => true },
  pacman: { upgrade: (words) => has(words, /^-S\w*u\w*$/), refreshes: (words) => has(words, /^-S\w*y\w*$/) },
  "unattended-upgrade": { upgrade: () => true, refreshes: () => false },
  "unattended-upgrades": { upgrade: () => true, refreshes: () => false },
};

/** Names of arguments that are there to have another value in every build; a version or platform has not. */
const renewing =
  /(?:^|_)(?:DATE|DAY|WEEK|TIME|TIMESTAMP|EPOCH|REFRESH(?:ED)?|NO_?CACHE|CACHE_?(?:BUST(?:ER)?|KEY|DATE)|BUILD_?(?:ID|NUMBER|DATE|DAY))(?:$|_)/i;

/** Every upgrade in the stages that the target's image is made by. */
export function upgrades(build: Build): readonly Upgrade[] {
  return lineage(build).flatMap((stage) => {
    const instructions = stage.instructions.filter((it) => !it.onbuild);
    return runsOf(instructions).flatMap((run) => {
      const renewedBy = instructions
        .slice(0, instructions.indexOf(run))
        .flatMap((it) =>
          it.kind === "arg" ? it.names.filter((name) => renewing.test(name) && !Object.hasOwn(it.values, name)) : [],
        )[0];
      return run.commands.flatMap((command, i): readonly Upgrade[] => {
        const manager = managerOf(command);
        if (manager === undefined || !manager.upgrade(command.words) || has(command.words, onlyTried)) return [];
        const before = run.commands.slice(0, i + 1).filter((it) => managerOf(it) !== undefined);
        const fresh = before.some((it) => managerOf(it)?.refreshes(it.words) === true);
        const shown = command.words.slice(0, 6).join(" ");
        return [{ line: command.line, command: shown, fresh, ...(renewedBy !== undefined && { renewedBy }) }];
      });
    });
  });
}

function managerOf(command: Command): Manager | undefined {
  const program = programOf(command);
  return Object.hasOwn(managers, program) ? managers[program] : undefined;
}

/** Commands that run a shell script of a file, which may do anything. */
export function scripts(runs: readonly { readonly commands: readonly Command[] }[]): readonly Command[] {
  return runs.flatMap(({ commands }) =>
    commands.filter((it) => {
      const [first = "", ...operands] = it.words;
      if (/\.(?:sh|bash)$/.test(first)) return true;
      const script = operands.find((one) => !one.startsWith("-"));
      return (
        /^(?:ba|da|a|z|k)?sh$/.test(programOf(it)) &&
        script !== undefined &&
        !operands.some((one) => /^-\w*c$/.test(one))
      );
    }),
  );
}
