import type { Site } from "./facts.ts";
import { readListen } from "./listen.ts";

/** Arguments of a directive, without the quotes around them. */
function argumentsOf(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}

/** A name without the scheme and the port that ServerName may carry. */
function bareName(name: string): string {
  return name.replace(/^https?:\/\//i, "").replace(/:\d+$/, "");
}

/** The `<VirtualHost>` sections of one Apache configuration file; those with a port of their own. */
export function readApacheSites(text: string, file: string): readonly Site[] {
  const sites: Site[] = [];
  let open: { at: readonly string[]; names: string[]; tls: boolean } | undefined;
  for (const line of text.replace(/\\\r?\n/g, " ").split(/\r?\n/)) {
    const opening = /^\s*<VirtualHost\s+([^>]*)>/i.exec(line);
    const directive = /^\s*(ServerName|ServerAlias|SSLEngine)\s+(.*)$/i.exec(line);
    if (opening !== null) open = { at: argumentsOf(opening[1] ?? ""), names: [], tls: false };
    else if (/^\s*<\/VirtualHost>/i.test(line) && open !== undefined) {
      const { at, names, tls } = open;
      const listens = at.flatMap((it) => {
        const listen = readListen(it);
        return listen === undefined ? [] : [{ ...listen, tls }];
      });
      sites.push({ product: "apache", file, names, listens });
      open = undefined;
    } else if (directive !== null && open !== undefined) {
      const words = argumentsOf(directive[2] ?? "");
      if (/^SSLEngine$/i.test(directive[1] ?? "")) open.tls = /^on$/i.test(words[0] ?? "");
      else open.names.push(...words.map(bareName));
    }
  }
  return sites;
}
