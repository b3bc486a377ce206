import { readFileSync } from "node:fs";
import { type Reported, reported } from "./reported.ts";
import type { Tool } from "./tool.ts";

interface Suites {
  readonly result?: {
    readonly accepted_cipher_suites: readonly { readonly cipher_suite: { readonly name: string } }[];
  };
}
interface Curves {
  readonly result?: { readonly supported_curves: readonly { readonly name: string }[] | null };
}

export function readSslyze(text: string): Reported {
  const [scan] = JSON.parse(text).server_scan_results;
  const found: Readonly<Record<string, unknown>> = scan?.scan_result ?? {};
  const lists = Object.entries(found).flatMap(([id, it]) => {
    const [, kind, major, minor] = /^(ssl|tls)_(\d)_(\d)_cipher_suites$/.exec(id) ?? [];
    const accepted = (it as Suites).result?.accepted_cipher_suites ?? [];
    if (kind === undefined || accepted.length === 0) return [];
    const version = kind === "ssl" ? `SSLv${major}` : `TLSv${major}.${minor}`;
    return [{ version, suites: accepted.map(({ cipher_suite }) => cipher_suite.name) }];
  });
  const curves = (found["elliptic_curves"] as Curves | undefined)?.result?.supported_curves ?? [];
  return reported(
    lists.map((it) => it.version),
    lists.flatMap((it) => it.suites),
    curves.map((it) => it.name),
  );
}

/** sslyze at this path, or in PATH. */
export const sslyze = (path: string | undefined): Tool => ({
  id: "sslyze",
  programs: [path ?? "sslyze"],
  from: "pip install sslyze, and --sslyze PATH",
  arguments: ({ port, file }) => [`--json_out=${file}`, `127.0.0.1:${port}`],
  read: ({ file }) => readSslyze(readFileSync(file, "utf8")),
});
