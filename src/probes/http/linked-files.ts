const most = 2;
const attribute =
  /<(?:link|script|img)\s(?:[^>"']|"[^"]*"|'[^']*')*?\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
const file = /\.(?:css|m?js|png|jpe?g|gif|svg|webp|ico|woff2?)$/i;

/**
 * Targets of the static files that a page draws from its own origin, at most two and each of another kind: the server
 * may give them out by other rules than the page.
 */
export function linkedFiles(html: string, page: string): readonly string[] {
  const { origin } = new URL(page);
  const byKind = new Map<string, string>();
  for (const [, quoted, apostrophed, bare] of html.slice(0, 65_536).matchAll(attribute)) {
    const url = URL.parse((quoted ?? apostrophed ?? bare ?? "").replaceAll("&amp;", "&"), page);
    const kind = url && file.exec(url.pathname)?.[0].toLowerCase();
    if (kind && url.origin === origin && !byKind.has(kind)) byKind.set(kind, `${url.pathname}${url.search}`);
  }
  return [...byKind.values()].slice(0, most);
}
