/** What a setting is known by; Apache's way to OpenSSL has a name of its own behind it. */
const nameOf = (setting: string) => /^\s*((?:SSLOpenSSLConfCmd )?[\w.-]+)(?=[\s;]|$)/.exec(setting)?.[1];

/** What a remedy says to remove, in whatever words: the names stand in backticks. */
const removedBy = (line: string) =>
  line.startsWith("# Remove ") ? [...line.matchAll(/`([^`]+)`/g)].map(([, name]) => name) : [];

/**
 * Applies a remedy as its readers would: what it says to remove goes, its settings replace those of the same name, and
 * its whole text, comments too, comes to stand in the configuration.
 */
export function mended(settings: readonly string[], remedy: string): readonly string[] {
  const lines = remedy === "" ? [] : remedy.split("\n");
  const goes = new Set(lines.flatMap((it) => (it.endsWith("{") ? [] : [nameOf(it), ...removedBy(it)])));
  return [...settings.filter((it) => !goes.has(nameOf(it))), ...lines];
}

/** The commands that a remedy says to run. */
export const commandsOf = (remedy: string): readonly string[] =>
  remedy.split("\n").flatMap((it) => /^# Run: (.*)$/.exec(it)?.[1] ?? []);
