import fc from "fast-check";
import { expect, test } from "vitest";
import { linkedFiles } from "./linked-files.ts";

const page = "https://shop.example.com/start/";

test("the files that a page draws from its own origin are found, one of each kind and two at most", () => {
  const html = `<link rel="stylesheet" href="../main.css?v=1&amp;w=2"><link rel=stylesheet href=other.css>
    <script async src='/app.js'></script><img alt="a > b" src="logo.png">`;
  expect(linkedFiles(html, page)).toEqual(["/main.css?v=1&w=2", "/app.js"]);
});

test.each([
  ["another origin", '<script src="https://cdn.example.com/app.js"></script>'],
  ["another port", '<script src="https://shop.example.com:8443/app.js"></script>'],
  ["plain HTTP", '<script src="http://shop.example.com/app.js"></script>'],
  ["no file", '<link rel="canonical" href="/start/">'],
  ["data", '<img src="data:image/png;base64,AAAA.png">'],
  ["links that people follow", '<a href="/price-list.svg">'],
])("what is left alone: %s", (_, html) => {
  expect(linkedFiles(html, page)).toEqual([]);
});

test("any text is read, and what is found can be asked for", () => {
  const piece = fc.constantFrom(
    "<script ",
    "src=",
    '"',
    "'",
    "/a.js",
    "//b/c.css",
    ">",
    "<img",
    " ",
    "\\",
    "\r\n",
    "#",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
      for (const target of linkedFiles(parts.join(""), page)) expect(target).toMatch(/^\/[^\s]*$/);
    }),
    { numRuns: 2000 },
  );
});
