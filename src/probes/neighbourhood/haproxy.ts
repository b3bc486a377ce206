import type { Site } from "./facts.ts";
import { readListen } from "./listen.ts";

/** Sections that take connections: `frontend` and `listen`, with their `bind` lines (HAProxy configuration manual, 4). */
export function readHaproxySites(text: string, file: string): readonly Site[] {
  const sites: { product: "haproxy"; file: string; names: string[]; listens: Site["listens"] }[] = [];
  let taking = false;
  for (const line of text.split(/\r?\n/)) {
    const words = line
      .replace(/(?<!\\)#.*$/, "")
      .trim()
      .split(/\s+/);
    const [first = "", at = "", ...options] = words;
    if (
      /^(?:global|defaults|frontend|listen|backend|userlist|peers|resolvers|mailers|program|cache|ring|http-errors)$/.test(
        first,
      )
    ) {
      taking = first === "frontend" || first === "listen";
      if (taking) sites.push({ product: "haproxy", file, names: [], listens: [] });
      continue;
    }
    const site = sites.at(-1);
    if (!taking || site === undefined) continue;
    if (first === "bind")
      for (const place of at.split(",")) {
        const listen = readListen(place.replace(/^ipv[46]@/, ""));
        if (listen !== undefined) site.listens.push({ ...listen, tls: options.includes("ssl") });
      }
    // `acl NAME hdr(host) -i shop.example.com` compares the Host header with whole names.
    if (first === "acl" && /^(?:req\.)?hdr\(host\)$/i.test(options[0] ?? ""))
      site.names.push(...options.slice(1).filter((it) => !it.startsWith("-")));
  }
  return sites;
}
