import type { SshHost } from "./facts.ts";

const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/"([^"]*)"|([^\s"=]+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");

/**
 * Hosts of an OpenSSH client configuration (ssh_config(5)) that name one place: patterns, Match blocks and Include are
 * left out. As in ssh, the first value given for a host counts.
 */
export function readSshConfig(text: string): readonly SshHost[] {
  const hosts = new Map<string, { name: string; hostName?: string; user?: string; port?: number }>();
  let current: readonly string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*#/.test(line)) continue;
    const [keyword = "", ...values] = wordsOf(line);
    const [value = ""] = values;
    const key = keyword.toLowerCase();
    if (key === "match") current = [];
    else if (key === "host") {
      current = values.filter((it) => it !== "" && !/[*?!]/.test(it));
      for (const name of current) if (!hosts.has(name)) hosts.set(name, { name });
    } else if (value !== "") {
      for (const host of current.flatMap((name) => hosts.get(name) ?? [])) {
        if (key === "hostname") host.hostName ??= value.replaceAll("%h", host.name);
        if (key === "user") host.user ??= value;
        if (key === "port" && /^\d{1,5}$/.test(value)) host.port ??= Number(value);
      }
    }
  }
  return [...hosts.values()];
}
