import type { Product } from "../product.ts";
import { bodyText } from "./body-text.ts";
import { headerValues } from "./response-head.ts";
import type { ParsedResponse } from "./response-parser.ts";

const byHeader: readonly (readonly [RegExp, Product])[] = [
  [/^(nginx|openresty)\b/i, "nginx"],
  [/^Apache(?!-Coyote)\b/i, "apache"],
  [/^Caddy\b/i, "caddy"],
  [/^lighttpd\b/i, "lighttpd"],
  [/^(Apache-Coyote|Tomcat)\b/i, "tomcat"],
  [/^Jetty\b/i, "jetty"],
  [/^Microsoft-IIS\b/i, "iis"],
  [/^haproxy\b/i, "haproxy"],
];
const byBody: readonly (readonly [RegExp, Product])[] = [
  [/<hr><center>(nginx|openresty)/i, "nginx"],
  [/<title>Welcome to nginx!<\/title>/, "nginx"],
  [/<address>Apache/i, "apache"],
  [
    /<!DOCTYPE HTML PUBLIC "-\/\/IETF\/\/DTD HTML (?:2\.0|4\.01)\/\/EN"[^>]*>\s*<html><head>\s*<title>\d{3} /i,
    "apache",
  ],
  [/<title>Apache2 (Debian|Ubuntu) Default Page/, "apache"],
  [/^<html><body><h1>\d{3} [^<]*<\/h1>\n[^<]+\n<\/body><\/html>\s*$/, "haproxy"],
  [/Your web server is working\. Now make it work for you/i, "caddy"],
  [/<h3>Apache Tomcat\/|<title>HTTP Status \d{3} –/, "tomcat"],
  [/Powered by Jetty:\/\//i, "jetty"],
  [/<title>IIS Windows|Detailed Error - \d{3}/, "iis"],
  [/<pre>Cannot (GET|POST|HEAD|OPTIONS|TRACE) \//, "node"],
];

/** The products that the answers give away: by Server and X-Powered-By fields, error pages and default pages. */
export function productsOf(responses: readonly ParsedResponse[]): readonly Product[] {
  const found = new Set<Product>();
  for (const response of responses) {
    for (const value of headerValues(response, "server"))
      for (const [pattern, product] of byHeader) if (pattern.test(value)) found.add(product);
    if (headerValues(response, "x-powered-by").some((it) => /express|next\.js|node/i.test(it))) found.add("node");
    const text = bodyText(response).slice(0, 16_384);
    for (const [pattern, product] of byBody) if (pattern.test(text)) found.add(product);
  }
  return [...found].sort();
}
