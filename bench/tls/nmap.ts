import { type Reported, reported } from "./reported.ts";
import type { Tool } from "./tool.ts";

export function readNmap(text: string): Reported {
  const versions = [...text.matchAll(/^\|[ _]+((?:SSL|TLS)v[\d.]+):/gm)].map(([, it = ""]) => it);
  const suites = [...text.matchAll(/^\|[ _]+((?:TLS|SSL)_\S+)/gm)].map(([, it = ""]) => it);
  const groups = [...text.matchAll(/_\S+ \((?:ecdh_)?((?:secp|sect|x|brainpool|ffdhe)\w+)\)/g)].map(
    ([, it = ""]) => it,
  );
  return reported(versions, suites, groups);
}

export const nmap: Tool = {
  id: "nmap",
  programs: ["nmap"],
  from: "Debian package nmap",
  // The plus sign has it look at a port that is not known for TLS.
  arguments: ({ port }) => ["-n", "-Pn", "-p", String(port), "--script", "+ssl-enum-ciphers", "127.0.0.1"],
  read: ({ stdout }) => readNmap(stdout),
};
