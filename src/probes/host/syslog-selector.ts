const levels = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];
const named: Readonly<Record<string, string>> = { panic: "emerg", error: "err", warn: "warning" };

/**
 * Whether a selector of syslog (rsyslog.conf(5), Selectors) lets a record of that facility and level pass, such as
 * `auth,authpriv.*;*.info`. Its parts count in their order, each one for its own facilities.
 */
export function selects(selector: string, facility: string, level: string): boolean {
  let passes = false;
  for (const part of selector.split(";")) {
    const dot = part.lastIndexOf(".");
    const facilities = part.slice(0, dot).trim().toLowerCase().split(",");
    if (dot < 0 || !(facilities.includes("*") || facilities.includes(facility))) continue;
    const priority = part
      .slice(dot + 1)
      .trim()
      .toLowerCase();
    const [, not = "", only = "", name = ""] = /^(!?)(=?)(.*)$/.exec(priority) ?? [];
    if (name === "none") passes = false;
    else if (matches(name, only !== "", level)) passes = not === "";
  }
  return passes;
}

function matches(name: string, only: boolean, level: string): boolean {
  if (name === "*") return true;
  const least = levels.indexOf(named[name] ?? name);
  const own = levels.indexOf(level);
  if (least < 0) return false;
  return only ? own === least : own <= least;
}
