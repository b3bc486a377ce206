import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disclosuresOf } from "./disclosures.ts";

describe("an error page discloses", () => {
  it.each([
    ["<hr><center>nginx/1.22.1</center>", "version", "nginx/1.22.1"],
    ["<address>Apache/2.4.71 (Debian) Server at localhost</address>", "version", "Apache/2.4.71"],
    ["<address>Apache Server (Debian) at localhost</address>", "version", "Apache Server (Debian)"],
    ["<h3>Apache Tomcat/10.1.6 (Debian)</h3>", "version", "Apache Tomcat/10.1.6"],
    ["Powered by Jetty:// 9.4.50.v20221201", "version", ""],
    ["<b>Version Information:</b> ASP.NET Version:4.8.4494.0", "version", "ASP.NET Version:4.8.4494.0"],
    ["   at Shop.Cart.Total() in C:\\build\\Cart.cs:line 12", "trace", ""],
    ["Error: x\n    at Object.<anonymous> (/srv/shop/app.js:3:7)", "trace", ""],
    ["<b>Fatal error</b>: Uncaught Error in /x.php on line <b>3</b>", "trace", ""],
    ["/usr/lib/ruby/app.rb:3:in `total'", "trace", ".rb:3:in `"],
    ["You're seeing this error because you have <code>DEBUG = True</code>", "debug", "DEBUG = True"],
    ["cannot open C:\\inetpub\\wwwroot\\shop", "path", "C:\\inetpub\\wwwroot\\shop"],
    ["no such file: /var/www/shop/index.html", "path", "/var/www/shop/index.html"],
  ])("%s", (text, kind, words) => {
    const found = disclosuresOf(text).find((it) => it.kind === kind);
    expect(found?.words).toContain(words);
  });

  it.each([
    "<h1>404 Not Found</h1><hr><center>nginx</center>",
    "Our terms, version 2.1, apply. Meet us at example.com (upstairs).",
    '<a href="/home/shop/list">back</a>',
    "Python and Ruby courses, from 3 September",
  ])("nothing: %s", (text) => {
    expect(disclosuresOf(text)).toEqual([]);
  });

  it("in no time, whatever the text", () => {
    const piece = fc.constantFrom("at ", "a.", "a", "(", ")", "<", "/opt/", ":", "1", ".", "\n", " ", "PHP/", "$");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 1500 }), (parts) => {
        expect(disclosuresOf(parts.join("")).length).toBeLessThanOrEqual(4);
      }),
      { numRuns: 300 },
    );
  });
});
