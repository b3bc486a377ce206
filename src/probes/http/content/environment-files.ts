import { type ContentProof, isHtml } from "./content-proof.ts";

/** Counts `NAME=value` lines; every line must be one, a comment or empty, or else it is another kind of file. */
function assignments(text: string): string | undefined {
  if (isHtml(text)) return undefined;
  const lines = text.split(/\r?\n/).map((it) => it.trim());
  const meaningful = lines.filter((it) => it !== "" && !it.startsWith("#"));
  const named = meaningful.filter((it) => /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_.]*\s*=/.test(it));
  if (named.length === 0 || named.length < meaningful.length * 0.8) return undefined;
  return `${named.length} NAME=value line${named.length === 1 ? "" : "s"}`;
}

const paths = ["/.env", "/.env.local", "/.env.production", "/.env.bak"] as const;

/** Files of environment variables, where applications keep their secrets. */
export const environmentFiles: readonly ContentProof[] = paths.map((path) => ({
  id: path === "/.env" ? "dotenv" : `dotenv-${path.slice(6)}`,
  kind: "development-artifact",
  path,
  prove: ({ text }) => assignments(text),
}));
