import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, deniedPaths, lines } from "./collected.ts";

const dotted = (path: string) => path.slice("/proc/sys/".length).replaceAll("/", ".");

/** `/proc/sys/net/ipv4/ip_forward:0` a line, by dotted name; an interface can have dots and a colon in its own. */
export function parseSysctl(text: string): Record<string, string> {
  const values = lines(text).flatMap((line) => {
    const found = /^(\/proc\/sys\/[^:]+(?::\d+)?\/\w+):(.*)$/.exec(line);
    return found === null ? [] : [[dotted(found[1] ?? ""), (found[2] ?? "").trim()] as const];
  });
  return Object.fromEntries(values);
}

export function hostSysctl(from: Collected): FactsOf<"host-sysctl"> {
  const denied = deniedPaths(from.section("sysctl").stderr.replace(/^(\/\S+): (Permission denied)$/gm, "sh: $1: $2"));
  const values = parseSysctl(from.text("sysctl"));
  return { values, denied: denied.length === 0 ? undefined : denied.map(dotted) };
}
