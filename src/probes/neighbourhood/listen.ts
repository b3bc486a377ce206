import type { Site } from "./facts.ts";

type Listen = Omit<Site["listens"][number], "tls">;

const everywhere = new Set(["", "*", "_default_", "0.0.0.0", "[::]", "::"]);

/** Reads `*:80`, `:80`, `127.0.0.1:80`, `[::1]:80` or a host alone; nothing for a socket file or a variable. */
export function readListen(text: string, usualPort?: number): Listen | undefined {
  const parts = /^(\[[0-9A-Fa-f:.%a-z]+\]|[^:/[\]$]*)(?::(\d{1,5}))?$/.exec(text);
  if (parts === null || text === "") return undefined;
  const [, address = "", written] = parts;
  const port = written === undefined ? usualPort : Number(written);
  if (port === undefined || port < 1 || port > 65_535) return undefined;
  return { ...(!everywhere.has(address) && { address: address.replace(/^\[|\]$/g, "") }), port };
}
