import { mountsOf, slashed, urlOf } from "./apache-mounts.ts";
import type { ApacheDirective } from "./apache-tree.ts";
import { onLoopback, type StaticFinding, siteName } from "./configured.ts";
import { extensionsIn } from "./extensions.ts";
import type { WebSite } from "./facts.ts";

const statusHandlers = new Set(["server-status", "server-info", "balancer-manager", "ldap-status"]);
const interpreters: readonly (readonly [RegExp, string])[] = [
  [/^(?:application\/x-httpd-php|php\d*-script|php\d*-fcgi)/, "php"],
  [/^cgi-script$|^fcgid-script$/, "cgi"],
  [/^proxy:.*fcgi:\/\//, "fcgi"],
  [/^(?:perl-script|modperl)$/, "perl"],
  [/^(?:wsgi-script|mod_python|python-program)$/, "python"],
  [/^jakarta-servlet$/, "servlet"],
  [/^lua-script$/, "lua"],
  [/^isapi-handler$/, "isapi"],
  [/^server-parsed$/, "ssi"],
];
const interpreterOf = (handler: string) => interpreters.find(([name]) => name.test(handler))?.[1];
const includes = /(?:^|;)INCLUDES(?:$|;)/i;
const dotted = (extension: string) => `.${extension.replace(/^\.+/, "").toLowerCase()}`;

/**
 * Handlers and status pages of one site: SetHandler, AddHandler, AddType, AddOutputFilter, SetOutputFilter, XBitHack,
 * ScriptAlias, ProxyPassMatch, Dav.
 */
export function apacheHandlers(at: WebSite, scope: readonly ApacheDirective[], modules: readonly string[]) {
  const found: StaticFinding[] = [];
  const head = { site: siteName(at), at, restrictedTo: [] as string[] };
  const push = (location: string, handler: string, extensions: readonly string[]) => {
    const request = extensions[0] === undefined ? {} : { request: `/no-such-name${extensions[0]}` };
    found.push({ ...head, kind: "handler", location, handler, extensions: [...extensions], ...request });
  };
  const mounts = mountsOf(scope);
  const walk = (directives: readonly ApacheDirective[], place: Place) => {
    for (const { name, words, inside } of directives) {
      const [first = "", ...rest] = words;
      const interpreter = interpreterOf(first.toLowerCase());
      if (name === "sethandler") {
        // The page of mod_info is no part of this server where the module came along with our question only.
        const loaded = first !== "server-info" || modules.includes("info_module");
        if (statusHandlers.has(first) && loaded) {
          const restrictedTo = [...restrictions(scope, place), ...(onLoopback(at) ? ["loopback"] : [])];
          const request = place.path === undefined ? {} : { request: place.path };
          const page = { ...head, kind: "status-page" as const, location: place.text, handler: first, extensions: [] };
          found.push({ ...page, restrictedTo, ...request });
        } else if (interpreter !== undefined) push(place.text, interpreter, place.extensions);
      } else if ((name === "addhandler" || name === "addtype") && interpreter !== undefined)
        push(rest.join(" "), interpreter, rest.map(dotted));
      else if (name === "dav" && !/^off$/i.test(first)) {
        const path = place.path ?? urlOf(place.folder ?? "", mounts);
        const request = path === undefined ? {} : { request: encodeURI(slashed(path)), method: "OPTIONS" as const };
        found.push({ ...head, kind: "handler", location: place.text, handler: "webdav", extensions: [], ...request });
      } else if ((name === "setoutputfilter" && includes.test(first)) || (name === "xbithack" && !/^off$/i.test(first)))
        push(place.text, "ssi", place.extensions.length > 0 ? place.extensions : [".shtml"]);
      else if (name === "addoutputfilter" && includes.test(first)) push(rest.join(" "), "ssi", rest.map(dotted));
      else if (name === "action" || name === "fcgidwrapper") push(place.text, "cgi", place.extensions);
      else if (name.startsWith("scriptalias") || name.startsWith("wsgiscriptalias"))
        push(first, name.startsWith("wsgi") ? "python" : "cgi", name.startsWith("wsgi") ? [".py"] : [".cgi", ".pl"]);
      else if (name === "proxypassmatch" && /fcgi:\/\//.test(rest.join(" ")))
        push(first, "fcgi", extensionsIn(first, false));
      else if (name === "jkmount")
        push(first, "servlet", extensionsIn(`\\${first.slice(first.lastIndexOf("."))}$`, false));
      walk(inside, inside.length === 0 ? place : placeIn(place, name, words));
    }
  };
  walk(scope, { text: "/", extensions: [], blocks: [] });
  return found;
}

interface Place {
  readonly text: string;
  readonly path?: string;
  readonly folder?: string;
  readonly extensions: readonly string[];
  readonly blocks: readonly string[];
}

function placeIn(outer: Place, name: string, words: readonly string[]): Place {
  const pattern = words[0] === "~" ? words[1] : name.endsWith("match") ? words[0] : undefined;
  const text = pattern ?? words[0] ?? "";
  const blocks = [...outer.blocks, `${name} ${words.join(" ")}`];
  if (name === "files" && pattern === undefined) {
    const glob = `${text
      .replaceAll(/[.+^$()|[\]{}\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`;
    return { ...outer, text, extensions: extensionsIn(glob, false), blocks };
  }
  if (pattern !== undefined) return { text, extensions: extensionsIn(text, false), blocks };
  if (name === "directory") return { ...outer, text, folder: text, blocks };
  return name === "location" ? { text, path: text, extensions: [], blocks } : { ...outer, text, blocks };
}

/** Who alone may ask, by every section with the same heading; `Require all granted` beside others opens it. */
function restrictions(scope: readonly ApacheDirective[], { blocks }: Place): string[] {
  const rules: string[] = [];
  const collect = (directives: readonly ApacheDirective[], inside: boolean) => {
    for (const it of directives) {
      const here = inside || blocks.includes(`${it.name} ${it.words.join(" ")}`);
      if (inside && it.name === "require") rules.push(it.words.join(" ").toLowerCase());
      if (inside && it.name === "deny" && /^from all$/i.test(it.words.join(" "))) rules.push("all denied");
      if (inside && it.name === "allow")
        rules.push(it.words.slice(1).join(" ").toLowerCase().replace(/^all$/, "all granted"));
      collect(it.inside, here && it.inside.length > 0);
    }
  };
  collect(scope, false);
  if (rules.includes("all granted")) return [];
  return rules.map((rule) =>
    rule === "all denied" ? "nobody" : /^(?:valid-)?user|^group/.test(rule) ? "users" : rule,
  );
}
