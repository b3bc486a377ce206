const starters =
  /^(?:sh|bash|dash|ash|zsh|ksh|python|perl|ruby|node|php|lua|env|nice|ionice|timeout|flock|chronic|nohup|setsid|run-parts|xargs|exec|time|sudo|command|systemd-cat|cronic|logger-run|java|Rscript|tclsh|gosu|runuser|setpriv|start-stop-daemon|unbuffer)[\d.]*$/;

/** The files that a shell command runs, as far as they are named by a path: programs, and scripts that are given to one. */
export function programsRun(command: string): readonly string[] {
  return command.split(/\|\|?|&&?|[;\n(){}`]|\$\(/).flatMap((part) => {
    const words = part.match(/"[^"]*"|'[^']*'|[^\s"'<>]+|[<>]+/g) ?? [];
    const found: string[] = [];
    for (const [at, raw] of words.entries()) {
      const word = raw.replace(/^(["'])(.*)\1$/, "$2");
      if (/^(?:\w+=.*|if|then|else|do|!|\[|test|-.*|[\d.smhd]+)$/.test(word)) {
        if (word === "[" || word === "test") return found;
        continue;
      }
      if (/[<>]/.test(words[at - 1] ?? "")) continue;
      if (word.startsWith("/")) found.push(word);
      if (!starters.test(word.slice(word.lastIndexOf("/") + 1))) break;
    }
    return found;
  });
}

/** Whether the first program is named without a path, so that the folders of PATH decide. */
export function isSearched(command: string): boolean {
  const first =
    command
      .trim()
      .split(/\s+/)
      .find((it) => !/^\w+=/.test(it)) ?? "";
  return first !== "" && !first.includes("/");
}
