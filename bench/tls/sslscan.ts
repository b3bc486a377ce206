import { type Reported, reported } from "./reported.ts";
import type { Tool } from "./tool.ts";

export function readSslscan(text: string): Reported {
  const versions = [...text.matchAll(/^((?:SSL|TLS)v\S+)\s+enabled$/gm)].map(([, it = ""]) => it);
  const suites = [...text.matchAll(/^(?:Preferred|Accepted)\s+\S+\s+\d+ bits\s+(\S+)/gm)].map(([, it = ""]) => it);
  const groups = [...text.matchAll(/^TLSv\S+\s+\d+ bits\s+(\S+)/gm)].map(([, it = ""]) => it);
  return reported(versions, suites, groups);
}

export const sslscan: Tool = {
  id: "sslscan",
  programs: ["sslscan"],
  from: "Debian package sslscan",
  arguments: ({ port }) => ["--no-colour", `127.0.0.1:${port}`],
  read: ({ stdout }) => readSslscan(stdout),
};
