import { readListen } from "../neighbourhood/listen.ts";
import { apacheHandlers } from "./apache-handlers.ts";
import { apacheListings } from "./apache-listings.ts";
import { type OverridePlaces, overridePlaces, withOverrides } from "./apache-overrides.ts";
import { type ApacheDirective, readApacheTree } from "./apache-tree.ts";
import type { Configured } from "./configured.ts";
import type { WebSite } from "./facts.ts";

const named = (directives: readonly ApacheDirective[], name: string) => directives.filter((it) => it.name === name);

/** The modules that `apache2 -M` lists. */
export function readApacheModules(listing: string): readonly string[] {
  return [...listing.matchAll(/^ (\w+_module) \((?:static|shared)\)$/gm)].map(([, name = ""]) => name);
}

/**
 * What a dump by mod_info configures; what stands outside of virtual hosts counts in each of them.
 * @param overrides - the files among the content that may add to it, by their paths
 */
export function readApache(
  dump: string,
  modules: readonly string[],
  overrides: ReadonlyMap<string, string> = new Map(),
): Configured {
  const scopes = sitesOf(dump).map(({ site, scope }) => ({ site, scope: withOverrides(scope, overrides, modules) }));
  const findings = scopes.flatMap(({ site, scope }) => [
    ...apacheHandlers(site, scope, modules),
    ...apacheListings(site, scope, modules),
  ]);
  return { sites: scopes.map(({ site }) => site), modules, findings };
}

/** Where files among the content may add to what a dump configures. */
export function apacheOverrides(dump: string): OverridePlaces {
  return overridePlaces(sitesOf(dump).map(({ scope }) => scope));
}

interface Site {
  readonly site: WebSite;
  readonly scope: readonly ApacheDirective[];
}

function sitesOf(dump: string): readonly Site[] {
  const top = readApacheTree(dump);
  const outside = top.filter((it) => it.name !== "virtualhost");
  const listens = named(top, "listen").flatMap(({ words: [at = "", protocol = ""] }) => {
    const listen = readListen(/^\d+$/.test(at) ? `*:${at}` : at);
    return listen === undefined ? [] : [{ ...listen, tls: protocol === "https" }];
  });
  const main = { names: namesOf(outside), listens };
  const hosts = named(top, "virtualhost").map((it) => ({
    site: siteOf(it, listens),
    scope: [...outside, ...it.inside],
  }));
  return hosts.length === 0 ? [{ site: main, scope: outside }] : hosts;
}

function namesOf(directives: readonly ApacheDirective[]): string[] {
  return [...named(directives, "servername"), ...named(directives, "serveralias")]
    .flatMap(({ words }) => words)
    .map((name) => name.replace(/^https?:\/\//i, "").replace(/:\d+$/, ""));
}

function siteOf({ words, inside }: ApacheDirective, all: WebSite["listens"]): WebSite {
  const tls = /^on$/i.test(named(inside, "sslengine")[0]?.words[0] ?? "");
  const listens = words.flatMap((at) => {
    const listen = readListen(at.replace(/:\*$/, ""), all[0]?.port);
    if (listen === undefined) return [];
    // A virtual host of every address answers where the server listens for its port.
    const own = all.filter(({ port }) => port === listen.port).map(({ address }) => address);
    const addresses = listen.address === undefined && own.length > 0 ? own : [listen.address];
    return addresses.map((address) => ({ ...(address !== undefined && { address }), port: listen.port, tls }));
  });
  return { names: namesOf(inside), listens };
}
