import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { collectEntries, type MadeEntry } from "../../../../test/bed/image-of-folder.ts";
import { imageFilesSchema } from "../facts/files.ts";
import { fileCapabilities } from "./files/file-capabilities.ts";
import { files } from "./files.ts";

const told = (...made: readonly MadeEntry[]) => collectEntries(files, made);

test("tells set-uid files with their package, also where /bin is a link into /usr", () => {
  const facts = told(
    { path: "bin", type: "symlink", target: "usr/bin" },
    { path: "usr/bin/su", mode: 0o4755 },
    { path: "opt/x", mode: 0o2755, userId: 7 },
    { path: "usr/bin/plain", mode: 0o755 },
    { path: "var/mail", type: "folder", mode: 0o2775 },
    { path: "var/lib/dpkg/info/util-linux:amd64.list", content: "/.\n/bin\n/bin/su\n" },
  );
  expect(facts.setId).toEqual([
    { path: "/usr/bin/su", mode: "4755", userId: 0, groupId: 0, package: "util-linux" },
    { path: "/opt/x", mode: "2755", userId: 7, groupId: 0 },
  ]);
});

test("tells what everybody may write, but not links nor folders with the sticky bit; and devices", () => {
  const facts = told(
    { path: "tmp", type: "folder", mode: 0o1777 },
    { path: "data", type: "folder", mode: 0o777 },
    { path: "link", type: "symlink", mode: 0o777, target: "data" },
    { path: "file", mode: 0o666 },
    { path: "dev/null", type: "device", mode: 0o666 },
  );
  expect(facts.worldWritable.map((it) => it.path)).toEqual(["/data", "/file"]);
  expect(facts.devices.map((it) => it.path)).toEqual(["/dev/null"]);
});

test("reads capabilities as the kernel writes them", () => {
  const value = Buffer.from("0100000200200000000000000000000000000000", "hex");
  expect(fileCapabilities(value)).toBe("CAP_NET_RAW");
  expect(told({ path: "usr/bin/ping", capability: value }).capabilities[0]).toMatchObject({
    capabilities: "CAP_NET_RAW",
  });
  expect(fileCapabilities(Buffer.from("00"))).toBe("unreadable");
});

test.each([
  ["/usr/share/nginx/html/index.html", "nginx welcome page"],
  ["/usr/share/apache2/default-site/index.html", "Apache default page of the distribution"],
  ["/usr/share/tomcat10-examples/examples/index.html", "Tomcat examples"],
  ["/usr/share/apache2/icons/apache_pb.svg", "Apache icons"],
])("tells %s by what is in it", (path, what) => {
  if (!existsSync(path)) return expect(process.env["CI"]).not.toBe("true");
  const content = readFileSync(path);
  expect(told({ path: "var/www/html/index.html", content }).samples).toEqual([
    { path: "/var/www/html/index.html", what },
  ]);
});

test.each([
  ["README", "Public Domain Icons\n\nThese icons were originally made for Mosaic"],
  ["apache_pb.svg", '<?xml version="1.0"?>\n<svg\n   id="a"><title\n     id="b">Powered By: Apache 2.4</title></svg>'],
])("tells Apache's icons by their %s where it lies", (name, text) => {
  const path = `usr/share/apache2/icons/${name}`;
  expect(told({ path, content: Buffer.from(text) }).samples).toEqual([{ path: `/${path}`, what: "Apache icons" }]);
});

test("a page of one's own is no sample", () => {
  expect(told({ path: "var/www/html/index.html", content: "<html><title>Shop</title>nginx.org" }).samples).toEqual([]);
});

test("tells tools by kind, by name and place", () => {
  const programs = [
    "usr/bin/apt-get",
    "usr/bin/gcc-12",
    "usr/local/bin/curl",
    "bin/dash",
    "srv/apt-get",
    "usr/bin/aptly",
  ];
  expect(told(...programs.map((path) => ({ path, mode: 0o755 }))).tools).toEqual([
    { path: "/usr/bin/apt-get", kind: "package manager" },
    { path: "/usr/bin/gcc-12", kind: "compiler" },
    { path: "/usr/local/bin/curl", kind: "network tool" },
    { path: "/bin/dash", kind: "shell" },
  ]);
});

test("a list that is cut says so", () => {
  const many = Array.from({ length: 501 }, (_, i) => ({ path: `x${i}`, mode: 0o4755 }));
  const facts = told(...many);
  expect([facts.files, facts.setId.length, facts.unseen.length]).toEqual([501, 500, 1]);
});

test("garbage is no error", () => {
  const places = [
    "var/www/index.html",
    "var/lib/dpkg/info/a.list",
    "var/lib/dpkg/info/a.md5sums",
    "lib/apk/db/installed",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.uint8Array(), fc.nat(0o7777), (path, bytes, mode) => {
      const it = Buffer.from(bytes);
      expect(imageFilesSchema.safeParse(told({ path, mode, content: it, capability: it })).success).toBe(true);
    }),
  );
});
