import { readListen } from "../neighbourhood/listen.ts";
import type { Directive } from "../neighbourhood/nginx.ts";
import { type Configured, onLoopback, type StaticFinding, siteName } from "./configured.ts";
import { extensionsIn } from "./extensions.ts";
import type { WebSite } from "./facts.ts";
import { type NginxFiles, withIncludes } from "./nginx-files.ts";

const named = (directives: readonly Directive[], name: string) => directives.filter((it) => it.words[0] === name);
const isOn = (levels: Levels, name: string) => nearest(levels, name)[0]?.words[1] === "on";

/** Blocks from the outermost to the one that is looked at. */
type Levels = readonly (readonly Directive[])[];

/** The directives of that name in the innermost block that has any: so nginx inherits them. */
function nearest(levels: Levels, ...names: readonly string[]): readonly Directive[] {
  const found = levels.map((level) => level.filter((it) => names.includes(it.words[0] ?? "")));
  return found.findLast((it) => it.length > 0) ?? [];
}

/** What the files of an nginx configure (ngx_http_core, autoindex, stub_status, fastcgi, uwsgi, scgi, ssi, dav modules). */
export function readNginx(files: NginxFiles): Configured {
  const top = withIncludes(files);
  const modules = named(top, "load_module").map(({ words }) => (words[1] ?? "").replace(/^.*\/|\.so$/g, ""));
  const findings: StaticFinding[] = [];
  const sites: WebSite[] = [];
  for (const http of named(top, "http").map((it) => it.inside))
    for (const server of named(http, "server").map((it) => it.inside)) {
      const at = siteOf(server);
      sites.push(at);
      findings.push(...findingsIn(at, [http, server], "/", "prefix"));
    }
  return { sites, modules, findings };
}

function siteOf(server: readonly Directive[]): WebSite {
  const lines = named(server, "listen");
  const listens = lines.flatMap(({ words: [, at = "", ...options] }) => {
    const listen = readListen(/^\d+$/.test(at) ? `*:${at}` : at, 80);
    return listen === undefined ? [] : [{ ...listen, tls: options.includes("ssl") }];
  });
  const names = named(server, "server_name").flatMap(({ words }) => words.slice(1));
  return {
    names: names.filter((it) => it !== "" && it !== "_"),
    listens: lines.length > 0 ? listens : [{ port: 80, tls: false }],
  };
}

type Kind = "prefix" | "exact" | "pattern";

function findingsIn(at: WebSite, levels: Levels, location: string, kind: Kind, ignoreCase = false): StaticFinding[] {
  const here = levels.at(-1) ?? [];
  // Whatever stands in an `if` of a location counts where its condition is met.
  const own = [...here, ...named(here, "if").flatMap((it) => it.inside)];
  const found: StaticFinding[] = [];
  const finding = {
    site: siteName(at),
    location,
    extensions: [] as string[],
    restrictedTo: restrictions(at, levels),
    at,
  };
  const folder = location.endsWith("/") ? location : `${location}/`;
  const ownRoot =
    levels.length === 2 && named(here, "location").some(({ words }) => words.length === 2 && words[1] === "/");
  const answersHere = ownRoot || here.some(({ words: [name = ""] }) => name === "return" || name.endsWith("_pass"));
  const closed = named(here, "internal").length > 0;
  const lists = kind !== "exact" || location.endsWith("/");
  if (isOn(levels, "autoindex") && lists && !answersHere && !closed) {
    const request = kind === "pattern" ? {} : { request: folder };
    found.push({ ...finding, kind: "listing", handler: "autoindex", ...request });
  }
  if (named(own, "stub_status").length > 0 && !closed) {
    const request = kind === "pattern" ? {} : { request: location };
    found.push({ ...finding, kind: "status-page", handler: "stub_status", ...request });
  }
  const alias = named(own, "alias")[0]?.words[1];
  if (alias?.endsWith("/") && kind === "prefix" && !location.endsWith("/") && !closed) {
    const name = alias.split("/").findLast((it) => it !== "") ?? "";
    // Without its slash the folder is answered with a redirect, which nothing but the way out of it can give.
    const request = name === "" || name.includes("$") ? {} : { request: `${location}../${encodeURI(name)}` };
    found.push({ ...finding, kind: "alias-traversal", handler: alias, ...request });
  }
  const passed = own.find((it) => /^(?:fastcgi|uwsgi|scgi)_pass$/.test(it.words[0] ?? ""));
  if (passed !== undefined) {
    const extensions = kind === "pattern" ? [...extensionsIn(location, ignoreCase)] : [];
    const handler = (passed.words[0] ?? "").replace("_pass", "");
    const request = extensions[0] === undefined ? {} : { request: `/no-such-name${extensions[0]}` };
    found.push({ ...finding, kind: "handler", handler, extensions, ...request });
  }
  if (named(here, "ssi")[0]?.words[1] === "on" || (levels.length === 2 && isOn(levels, "ssi")))
    found.push({ ...finding, kind: "handler", handler: "ssi", extensions: [".shtml"] });
  const writing = (name: string) => (levels.length === 2 ? nearest(levels, name) : named(here, name));
  const dav = [...writing("dav_methods"), ...writing("dav_ext_methods")].flatMap(({ words }) => words.slice(1));
  if (dav.some((it) => it !== "off")) {
    const method = (["OPTIONS", "COPY"] as const).find((it) => dav.includes(it));
    const request = kind === "pattern" || method === undefined ? {} : { request: folder, method };
    found.push({ ...finding, kind: "handler", handler: "webdav", ...request });
  }
  for (const inner of named(own, "location")) {
    const [, modifier = "", path] = inner.words;
    const [mark, pattern] = path === undefined ? ["", modifier] : [modifier, path];
    const innerKind: Kind =
      mark === "=" ? "exact" : mark.startsWith("~") || pattern.startsWith("@") ? "pattern" : "prefix";
    found.push(...findingsIn(at, [...levels, inner.inside], pattern, innerKind, mark === "~*"));
  }
  return found;
}

const everybody = /^(?:all|0\.0\.0\.0\/0|::\/0)$/;

/** Who alone may ask: the first rule that is about everybody decides for all that the rules before it don't name. */
function restrictions(at: WebSite, levels: Levels): string[] {
  const rules = nearest(levels, "allow", "deny");
  const last = rules.findIndex(({ words }) => everybody.test(words[1] ?? ""));
  const closed = last >= 0 && rules[last]?.words[0] === "deny";
  const allowed = closed ? rules.slice(0, last).filter((it) => it.words[0] === "allow") : [];
  const networks = closed
    ? [...allowed.map((it) => it.words[1] ?? ""), ...(allowed.length === 0 ? ["nobody"] : [])]
    : [];
  const login = nearest(levels, "auth_basic", "auth_request", "auth_jwt")[0]?.words[1] ?? "off";
  // With `satisfy any` one of both is enough, and each of them is still a restriction.
  return [...networks, ...(login === "off" ? [] : ["users"]), ...(onLoopback(at) ? ["loopback"] : [])];
}
