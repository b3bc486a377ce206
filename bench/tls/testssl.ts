import { readFileSync } from "node:fs";
import { type Reported, reported } from "./reported.ts";
import type { Tool } from "./tool.ts";

const versionNames: Readonly<Record<string, string>> = {
  SSLv2: "SSLv2",
  SSLv3: "SSLv3",
  TLS1: "TLSv1.0",
  TLS1_1: "TLSv1.1",
  TLS1_2: "TLSv1.2",
  TLS1_3: "TLSv1.3",
};

interface Finding {
  readonly id: string;
  readonly finding: string;
}

export function readTestssl(text: string): Reported {
  const findings: readonly Finding[] = JSON.parse(text);
  const isOffered = ({ finding }: Finding) => /^offered/.test(finding);
  const versions = findings.filter(isOffered).flatMap(({ id }) => versionNames[id] ?? []);
  const suites = findings.flatMap(({ id }) => /^cipher[_-](?:\w+_)?(x[0-9a-f]+)$/.exec(id)?.[1] ?? []);
  const groups = findings
    .filter(({ id }) => /^P?FS_(ECDHE|DHE|TLS1\S*|FFDHE)_?(curves|groups)$/i.test(id))
    .flatMap(({ finding }) => finding.split(/\s+/).filter((it) => it !== ""));
  return reported(versions, suites, groups);
}

export const testssl: Tool = {
  id: "testssl",
  programs: ["testssl", "testssl.sh"],
  from: "Debian package testssl.sh",
  once: true,
  arguments: ({ port, file }) => [
    ...["--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none", "--jsonfile", file],
    `127.0.0.1:${port}`,
  ],
  read: ({ file }) => readTestssl(readFileSync(file, "utf8")),
};
