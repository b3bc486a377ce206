/**
 * What a setting is known by: its first word, for some with what it is about. Blocks merge by themselves in Apache, and
 * have all of their first line for a name elsewhere.
 */
function nameOf(setting: string): string | undefined {
  const [first = ""] = setting.trim().split("\n");
  const block = /^(.*?)\s*\{/.exec(first)?.[1];
  if (block !== undefined) return /^(?:location\b.*|server$|php_fastcgi)/.exec(block)?.[0];
  return /^((?:SSLOpenSSLConfCmd |fastcgi_param )?[\w.-]+)(?=[\s;]|$)/.exec(first)?.[1];
}

/** What a remedy says to remove, in whatever words: what it begins with stands in backticks. */
const removedBy = (line: string) =>
  line.startsWith("# Remove ") ? [...line.matchAll(/`([^`]+)`/g)].map(([, start = ""]) => start) : [];

/**
 * Applies a remedy as its readers would: what it says to remove goes, its settings replace those of the same name, and
 * its whole text, comments too, comes to stand before the others.
 */
export function mended(settings: readonly string[], remedy: string): readonly string[] {
  const lines = remedy === "" ? [] : remedy.split("\n");
  const removed = lines.flatMap(removedBy);
  const replaced = new Set(lines.map(nameOf));
  const stays = (it: string) => {
    const name = nameOf(it);
    return !removed.some((start) => it.trim().startsWith(start)) && (name === undefined || !replaced.has(name));
  };
  return [...lines, ...settings.filter(stays)];
}

/** The commands that a remedy says to run. */
export const commandsOf = (remedy: string): readonly string[] =>
  remedy.split("\n").flatMap((it) => /^# Run: (.*)$/.exec(it)?.[1] ?? []);
