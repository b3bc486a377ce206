import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, deniedPaths } from "./collected.ts";
import { type ConfigurationLine, parseConfigurationLines } from "./configuration-line.ts";

type Trust = FactsOf<"host-trust">;

export function hostTrust(from: Collected): Trust {
  const files = from.section("trust-files");
  const all = parseConfigurationLines(files.bytes.toString("utf8"));
  const [libraries, equivalents, shares] = [/ld\.so\.preload$/, /hosts\.equiv$|\.[rs]hosts$/, /exports$/];
  const trusting = all.filter(({ path }) => equivalents.test(path));
  return {
    preloaded: all
      .filter(({ path }) => libraries.test(path))
      .flatMap(({ text }) => text.replace(/#.*$/, "").split(/[\s:]+/))
      .filter((it) => it !== ""),
    trustedHosts: [...new Set(trusting.map(({ path }) => path))].map((path) => {
      const own = trusting.filter((it) => it.path === path && !it.text.startsWith("-"));
      return { path, entries: own.length, anybody: own.some(({ text }) => /^\+(?:\s|$)/.test(text)) };
    }),
    exports: parseExports(all.filter(({ path }) => shares.test(path))),
    unseen: [
      ...deniedPaths(files.stderr).map((path) => ({ reason: `${path} may not be read`, wouldVerify: "run as root" })),
      ...(files.truncated || files.exitCode !== 0
        ? [{ reason: "not all files of trusted hosts were read", wouldVerify: "run it again, with more time" }]
        : []),
    ],
  };
}

/** `FOLDER CLIENT(OPTIONS) CLIENT …`, with options for all after a dash; a client without a name is everybody. */
export function parseExports(all: readonly ConfigurationLine[]): Trust["exports"] {
  const text = all.map((it) => it.text).join("\n");
  return text
    .replace(/\\\n/g, " ")
    .split("\n")
    .flatMap((line) => {
      const [, quoted, bare, rest = ""] = /^\s*(?:"([^"]*)"|(\S+))\s*(.*)$/.exec(line) ?? [];
      const folder = quoted ?? bare ?? "";
      if (folder === "") return [];
      const words = rest.replace(/(?:^|\s)#.*$/, "").match(/\S+/g) ?? [];
      const common = words.filter((it) => it.startsWith("-")).flatMap((it) => it.slice(1).split(","));
      const clients = words.filter((it) => !it.startsWith("-"));
      return (clients.length === 0 ? ["*"] : clients).map((word) => {
        const [, client = "", own = ""] = /^([^(]*)(?:\(([^)]*)\)?)?$/.exec(word) ?? [];
        const options = [...common, ...own.split(",")].map((it) => it.trim()).filter((it) => it !== "");
        return { folder, client: client === "" ? "*" : client, options };
      });
    });
}
