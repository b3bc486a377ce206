import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { testbedHas } from "../../../test/bed/program.ts";
import { changelogOf, mendedSince } from "./changelog.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-deb-"));
afterAll(() => rmSync(folder, { recursive: true }));
const changelog = `xz-utils (5.4.1-1+deb12u2) bookworm-security; urgency=high

  * Mend a use after free (CVE-2026-0002, GHSA-qpqx-xqfv-j9pg).

 -- A Maintainer <a@example.com>  Fri, 20 Nov 2026 00:00:00 +0000

xz-utils (5.4.1-1+deb12u1) bookworm-security; urgency=medium

  * CVE-2026-0001

 -- A Maintainer <a@example.com>  Sun, 01 Nov 2026 00:00:00 +0000

xz-utils (5.4.1-1) unstable; urgency=low

  * CVE-2020-0001
`;
const fileOf = (deb: Buffer) => ({
  path: "pool/liblzma5.deb",
  bytes: deb.length,
  sha256: createHash("sha256").update(deb).digest("hex"),
});

describe.skipIf(!testbedHas("dpkg-deb"))("a package", () => {
  it.each(["xz", "gzip", "zstd", "none"])("built by dpkg-deb with %s gives its changelog", async (compression) => {
    const root = join(folder, compression);
    const documents = join(root, "usr/share/doc/liblzma5");
    mkdirSync(documents, { recursive: true });
    mkdirSync(join(root, "DEBIAN"));
    writeFileSync(join(documents, "changelog.Debian.gz"), gzipSync(changelog));
    writeFileSync(
      join(root, "DEBIAN/control"),
      "Package: liblzma5\nVersion: 1\nArchitecture: amd64\nMaintainer: a@example.com\nDescription: a\n",
    );
    execFileSync("dpkg-deb", [`-Z${compression}`, "--root-owner-group", "-b", root, `${root}.deb`], {
      stdio: "ignore",
    });
    const deb = readFileSync(`${root}.deb`);
    expect(await changelogOf(deb, fileOf(deb))).toBe(changelog);
    expect(await changelogOf(deb, { ...fileOf(deb), sha256: "0".repeat(64) })).toMatchObject({ kind: "unparsable" });
  });

  it("may be any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const deb = Buffer.concat([Buffer.from("!<arch>\n"), bytes]);
        expect(await changelogOf(deb, fileOf(deb))).toMatchObject({ kind: "unparsable" });
      }),
      { numRuns: 200 },
    );
  });
});

describe("a changelog", () => {
  it("tells what is mended since the installed version, and how urgent that is", () => {
    expect(mendedSince(changelog, "5.4.1-1")).toEqual({
      advisories: ["CVE-2026-0001", "CVE-2026-0002", "GHSA-qpqx-xqfv-j9pg"],
      urgency: "high",
      since: "2026-11-01T00:00:00.000Z",
    });
    expect(mendedSince(changelog, "5.4.1-1+deb12u1")).toEqual({
      advisories: ["CVE-2026-0002", "GHSA-qpqx-xqfv-j9pg"],
      urgency: "high",
      since: "2026-11-20T00:00:00.000Z",
    });
    expect(mendedSince(changelog, "5.4.1-1+deb12u2")).toEqual({ advisories: [] });
  });
});
