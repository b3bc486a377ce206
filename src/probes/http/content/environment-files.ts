import { atPaths, type ContentProof, isHtml } from "./content-proof.ts";

/** Counts `NAME=value` lines; every line must be one, a comment or empty, or else it is another kind of file. */
function assignments(text: string): string | undefined {
  if (isHtml(text) || /^\s*[{[<]/.test(text)) return undefined;
  const lines = text.split(/\r?\n/).map((it) => it.trim());
  const meaningful = lines.filter((it) => it !== "" && !it.startsWith("#"));
  const named = meaningful.filter((it) => /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_.]*\s*=/.test(it));
  if (named.length === 0 || named.length < meaningful.length * 0.8) return undefined;
  return `${named.length} NAME=value line${named.length === 1 ? "" : "s"}`;
}

const endings = [
  ...["local", "dev", "development", "prod", "production", "stage", "staging", "test", "live", "bak", "backup"],
  ...["old", "orig", "save", "txt"],
];
const kind = "configuration-file";

/** Files of environment variables, where applications keep their secrets. */
export const environmentFiles: readonly ContentProof[] = [
  ...["", ...endings].map(
    (ending): ContentProof => ({
      id: ending === "" ? "dotenv" : `dotenv-${ending}`,
      kind,
      path: ending === "" ? "/.env" : `/.env.${ending}`,
      ...(["", "local", "production"].includes(ending) && { underBase: true }),
      prove: ({ text }) => assignments(text),
    }),
  ),
  ...atPaths("dotenv-tilde", ["/.env~", "/api/.env", "/app/.env", "/config/.env", "/env.txt"], {
    kind,
    prove: ({ text }) => assignments(text),
  }),
];
