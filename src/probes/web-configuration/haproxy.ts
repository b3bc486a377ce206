import { readListen } from "../neighbourhood/listen.ts";
import { type Configured, onLoopback, type StaticFinding, siteName } from "./configured.ts";
import type { WebSite } from "./facts.ts";

const sections =
  /^(?:global|defaults|frontend|listen|backend|userlist|peers|resolvers|mailers|program|cache|ring|http-errors|fcgi-app|log-forward)$/;

interface Section {
  readonly kind: string;
  readonly name: string;
  readonly lines: readonly (readonly string[])[];
}

function readSections(text: string): readonly Section[] {
  const found: { kind: string; name: string; lines: (readonly string[])[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const words = line
      .replace(/(?<!\\)#.*$/, "")
      .trim()
      .split(/\s+/);
    const [first = "", name = ""] = words;
    if (sections.test(first)) found.push({ kind: first, name, lines: [] });
    else if (first !== "") found.at(-1)?.lines.push(words);
  }
  return found;
}

/** What the files of an HAProxy configure: `bind`, `stats` and `use-fcgi-app` (HAProxy configuration manual, 4). */
export function readHaproxy(text: string): Configured {
  const sites: WebSite[] = [];
  const findings: StaticFinding[] = [];
  const all = readSections(text);
  let defaults: Section["lines"] = [];
  const behind: { section: Section; lines: Section["lines"] }[] = [];
  for (const section of all) {
    if (section.kind === "defaults") defaults = section.lines;
    const takes = section.kind === "frontend" || section.kind === "listen";
    const lines = [...defaults, ...section.lines];
    if (takes) {
      const site = siteOf(section);
      sites.push(site);
      findings.push(...inSection(site, section, lines));
    } else if (section.kind === "backend") behind.push({ section, lines });
  }
  // What a backend serves by itself answers at some frontend; the first is as good as any to ask.
  const [front] = sites;
  if (front !== undefined) findings.push(...behind.flatMap((it) => inSection(front, it.section, it.lines)));
  return { sites, modules: [], findings };
}

function siteOf({ name, lines }: Section): WebSite {
  const listens = lines
    .filter(([first]) => first === "bind")
    .flatMap(([, at = "", ...options]) =>
      at.split(",").flatMap((place) => {
        const listen = readListen(place.replace(/^ipv[46]@/, ""));
        return listen === undefined ? [] : [{ ...listen, tls: options.includes("ssl") }];
      }),
    );
  return { names: listens.length === 0 ? [name] : [], listens };
}

function inSection(at: WebSite, section: Section, lines: Section["lines"]): readonly StaticFinding[] {
  const found: StaticFinding[] = [];
  const head = { site: siteName(at), extensions: [], at };
  const stats = lines.filter(([first]) => first === "stats");
  const saying = (word: string) => stats.filter(([, second]) => second === word);
  const loopback = onLoopback(at) ? ["loopback"] : [];
  if (["enable", "uri", "auth", "realm", "refresh"].some((word) => saying(word).length > 0)) {
    const path = saying("uri").at(-1)?.[2] ?? "/haproxy?stats";
    const denied = saying("http-request").some(([, , action = ""]) => action === "deny" || action === "auth");
    const users = saying("auth").length > 0 ? ["users"] : [];
    const restrictedTo = [...users, ...(denied ? ["as `stats http-request` says"] : []), ...loopback];
    found.push({ ...head, kind: "status-page", location: path, handler: "stats", restrictedTo, request: path });
  }
  for (const [first, name = ""] of section.lines)
    if (first === "use-fcgi-app")
      found.push({ ...head, kind: "handler", location: section.name, handler: `fcgi (${name})`, restrictedTo: [] });
  return found;
}
