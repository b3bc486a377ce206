/** What an error page may tell of the inside. */
export interface Disclosure {
  readonly kind: "version" | "trace" | "path" | "debug";
  /** The words that tell it. */
  readonly words: string;
}

const product =
  "nginx|openresty|Apache(?: Tomcat)?|Tomcat|Jetty|Caddy|lighttpd|HAProxy|Varnish|PHP|OpenSSL|mod_\\w+|Werkzeug|gunicorn|" +
  "uvicorn|Phusion Passenger|WEBrick|Puma|Microsoft-IIS|ASP\\.NET|GlassFish|WildFly|JBoss[\\w-]*|WebLogic Server|" +
  "WebSphere[\\w ]*|Undertow|Kestrel|Django|Rails|Laravel|Symfony|Spring Boot|Python|Perl|Ruby|Node\\.js|Express|" +
  "squid|Envoy|Kong|Traefik|Drupal|WordPress|Joomla!?|MySQL|MariaDB|PostgreSQL|Oracle";

const patterns: readonly (readonly [Disclosure["kind"], RegExp])[] = [
  ["version", new RegExp(`\\b(?:${product})(?:(?::// ?|[/(-]| [Vv]ersion:? ?| )v?\\d+(?:\\.\\d+)+[\\w.+~-]*)`)],
  ["version", /ASP\.NET Version:\s*[\d.]+/],
  ["version", /\b(?:Apache|nginx)\b[^<\n]{0,20}\((?:Debian|Ubuntu|CentOS|Red Hat|Unix|Win\d+)[^)]*\)/],
  ["trace", /^\s*at (?:[\w$]+\.)+[\w$<>]+\([\w$]+\.(?:java|kt|scala|groovy):\d+\)/m],
  ["trace", /Traceback \(most recent call last\)/],
  ["trace", /^\s*at [\w.$<>` ]+\(?(?:\/|[A-Z]:\\|file:|node:)[^\n)]*:\d+:\d+\)?/m],
  ["trace", /^\s*at [\w.]+\.[\w.`<>[\]]+\([^)\n]*\)(?: in [^\n]+:line \d+)?\s*$/m],
  ["trace", /(?:Fatal|Parse) error\b[^\n]{0,200} on line (?:<b>)?\d+/],
  ["trace", /\.rb:\d+:in [`']/],
  ["trace", /goroutine \d+ \[running\]/],
  ["debug", /DEBUG = True|Whoops\\Exception|Symfony Exception|Werkzeug Debugger|Better Errors|Whitelabel Error Page/],
  ["path", /(?:^|[\s"'>(])\/(?:var\/(?:www|lib)|usr\/(?:share|local|lib)|home\/\w+|opt\/\w+|srv\/\w+|root)\/[\w./-]+/m],
  ["path", /\b[A-Z]:\\(?:inetpub|Windows|Users|Program Files|xampp|wamp)[\w\\ .-]*/i],
];

/** Everything that a page's text tells of the inside, once for each kind. */
export function disclosuresOf(text: string): readonly Disclosure[] {
  // Links of a page are paths, too, but not of the server's own files.
  const bare = text.replaceAll(/<[^>]*>/g, " ");
  const found = new Map<Disclosure["kind"], Disclosure>();
  for (const [kind, pattern] of patterns) {
    const words = pattern.exec(kind === "path" ? bare : text)?.[0].trim();
    if (words !== undefined && !found.has(kind)) found.set(kind, { kind, words });
  }
  return [...found.values()];
}
