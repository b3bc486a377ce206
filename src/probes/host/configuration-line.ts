import { lines } from "./collected.ts";

/** A line of a configuration file that says something. */
export interface ConfigurationLine {
  readonly path: string;
  /** Its number among the lines of the file that are neither empty nor a comment. */
  readonly number: number;
  readonly text: string;
}

/** Output of `grep -aH` over several files: `PATH:LINE`. */
export function parseConfigurationLines(text: string): readonly ConfigurationLine[] {
  const counts = new Map<string, number>();
  return lines(text).flatMap((line) => {
    const found = /^(\/[^:]+):(.*)$/s.exec(line);
    if (found === null) return [];
    const [, path = "", said = ""] = found;
    const number = (counts.get(path) ?? 0) + 1;
    counts.set(path, number);
    return [{ path, number, text: said.trim() }];
  });
}
