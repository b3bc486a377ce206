import { defaultPages } from "../../../http/content/default-pages.ts";

/** Names of files that servers ship as their welcome page, or as a sample application's. */
const names =
  /(?:^|\/)(?:index(?:\.[\w-]+)?\.(?:html?|jsp|php)|index\.html\.\w+|50x\.html|README|apache_pb\.svg|iisstart\.htm|adminer[\w.-]*\.php|welcome\.html)$/i;
/** Where servers have them. */
const places =
  /(?:^|\/)(?:www|html|htdocs|public|webapps|webdefault|nginx|httpd|apache2?|tomcat\d*|jetty\d*|caddy|lighttpd|icons|manual)(?:\/|$)/i;
/** Templates of pages and documentation that nothing serves. */
const unserved = /^usr\/share\/(?:doc|man|nginx\/html\.default)\//;

export function mayBeSample(path: string): boolean {
  return names.test(path) && places.test(path) && !unserved.test(path);
}

/** Which sample a page is: its content decides, by the same marks as of a served one. */
export function sampleIn(content: Buffer): string | undefined {
  const text = content.toString("utf8");
  const served = { status: 200, bytes: content, text, type: "text/html", header: () => [] };
  for (const { prove } of defaultPages) {
    const says = prove(served);
    if (says !== undefined) return says.replace(/: title and second marker$/, "");
  }
  return undefined;
}
