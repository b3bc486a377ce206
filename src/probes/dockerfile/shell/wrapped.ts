/** What a command runs in turn: another command, or a script for a shell. */
export type Wrapped =
  | { readonly words: readonly string[]; readonly environment: readonly string[] }
  | { readonly script: string };

const shells = new Set(["sh", "bash", "dash", "ash", "zsh", "ksh", "busybox"]);
/** Commands in front of a command, with those of their options that take a value of their own. */
const fronts: Readonly<Record<string, RegExp>> = {
  sudo: /^-[ugpChrtTD]$|^--(?:user|group|prompt)$/,
  doas: /^-[uC]$/,
  env: /^-[uCS]$|^--(?:unset|chdir)$/,
  exec: /^-a$/,
  command: /^$/,
  nohup: /^$/,
  time: /^-[fo]$/,
  nice: /^-n$/,
  ionice: /^-[cnp]$/,
  xargs: /^-[IiEadLlnPs]$|^--(?:max-args|max-procs|replace)$/,
  setarch: /^$/,
  stdbuf: /^-[ioe]$/,
  eatmydata: /^$/,
};
/** Commands whose first operand is a user, a root or a time. */
const oneOperand = new Set(["gosu", "su-exec", "chroot", "timeout", "setarch"]);

/** The name of a program without its folder. */
export function programOf(words: readonly string[]): string {
  return words[0]?.split("/").at(-1) ?? "";
}

/** What a command runs in turn, one layer deep; `bodies` are the heredocs it reads. */
export function wrapped(words: readonly string[], bodies: readonly string[]): readonly Wrapped[] {
  const program = programOf(words);
  if (shells.has(program)) return shellScripts(words, bodies);
  if (program === "eval") return [{ script: words.slice(1).join(" ") }];
  if (program === "su" || program === "runuser") {
    const at = words.findIndex((it) => it === "-c" || it === "--command");
    const script = words[at + 1];
    return at < 0 || script === undefined ? [] : [{ script }];
  }
  if (program === "find") return executed(words);
  const valued = fronts[program] ?? (oneOperand.has(program) ? /^-[sk]$/ : undefined);
  if (valued === undefined) return [];
  let i = 1;
  while (i < words.length && words[i]?.startsWith("-") === true) i += valued.test(words[i] ?? "") ? 2 : 1;
  if (oneOperand.has(program)) i += 1;
  const environment: string[] = [];
  while ((program === "env" || program === "sudo") && /^[A-Za-z_]\w*=/.test(words[i] ?? "")) {
    environment.push(words[i] ?? "");
    i += 1;
  }
  const rest = words.slice(i);
  return rest.length === 0 ? [] : [{ words: rest, environment }];
}

function shellScripts(words: readonly string[], bodies: readonly string[]): readonly Wrapped[] {
  let i = 1;
  if (programOf(words) === "busybox") return words.length > 1 ? [{ words: words.slice(1), environment: [] }] : [];
  for (; i < words.length; i++) {
    const word = words[i] ?? "";
    if (/^-[a-z]*c[a-z]*$/.test(word)) {
      const at =
        words[i + 1] === "-o" || words[i + 1]?.startsWith("-") === true
          ? words.findIndex((it, n) => n > i && !it.startsWith("-"))
          : i + 1;
      const script = words[at];
      return script === undefined ? [] : [{ script }];
    }
    if (word === "-o" || word === "+o" || word === "-O") i += 1;
    else if (!/^[-+]/.test(word)) return [];
  }
  return bodies.map((script) => ({ script }));
}

/** `find … -exec COMMAND ;` */
function executed(words: readonly string[]): readonly Wrapped[] {
  return words.flatMap((word, i) => {
    if (!/^-(?:exec|execdir|ok)$/.test(word)) return [];
    const end = words.findIndex((it, n) => n > i && (it === ";" || it === "+"));
    const inner = words.slice(i + 1, end < 0 ? undefined : end);
    return inner.length === 0 ? [] : [{ words: inner, environment: [] }];
  });
}
