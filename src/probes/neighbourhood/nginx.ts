import type { Site } from "./facts.ts";
import { readListen } from "./listen.ts";

/** A directive of nginx with its arguments, and what stands in its braces. */
export interface Directive {
  readonly words: readonly string[];
  readonly inside: readonly Directive[];
}

const token =
  /\s+|#[^\n]*|"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|([{};])|((?:[^\s{};"'\\]|\\[\s\S]|\$\{)+)|([\s\S])/g;
const deepest = 20;

/** The directives of a text in the syntax of nginx; what is not closed or not opened is made the best of. */
export function readDirectives(text: string): readonly Directive[] {
  const root: Directive[] = [];
  const open: Directive[][] = [root];
  let words: string[] = [];
  for (const [, double, single, mark, bare, odd] of text.matchAll(token)) {
    const word = double ?? single ?? bare ?? odd;
    if (word !== undefined) words.push(word);
    if (mark === undefined) continue;
    const here = open.at(-1);
    if (mark === "}") {
      if (open.length > 1) open.pop();
    } else if (here !== undefined && words.length > 0) {
      const inside: Directive[] = [];
      here.push({ words, inside });
      if (mark === "{") open.push(open.length < deepest ? inside : []);
    } else if (mark === "{") open.push([]);
    words = [];
  }
  return root;
}

function servers(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap((it) => {
    if (it.words[0] === "server" && it.words.length === 1) return [it];
    // Servers of the stream module speak no HTTP.
    return it.words[0] === "stream" ? [] : servers(it.inside);
  });
}

/** The `server` blocks of one nginx configuration file (ngx_http_core_module); what it includes is read by itself. */
export function readNginxSites(text: string, file: string): readonly Site[] {
  return servers(readDirectives(text)).map(({ inside }) => {
    const all = (name: string) => inside.filter((it) => it.words[0] === name);
    const listens = all("listen").flatMap(({ words: [, at = "", ...options] }) => {
      const listen = readListen(/^\d+$/.test(at) ? `*:${at}` : at, 80);
      return listen === undefined ? [] : [{ ...listen, tls: options.includes("ssl") }];
    });
    const names = all("server_name").flatMap(({ words }) => words.slice(1));
    // Without a listen directive, nginx listens on port 80 when started by root.
    return { product: "nginx", file, names, listens: all("listen").length > 0 ? listens : [{ port: 80, tls: false }] };
  });
}
