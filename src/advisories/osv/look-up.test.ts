import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { zip } from "../../../test/zip.ts";
import { lookUp } from "./look-up.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-osv-"));
afterAll(() => rmSync(folder, { recursive: true }));
const options = { now: new Date("2026-11-24T00:00:00Z"), timeoutMs: 5000 };

const debian = {
  id: "DEBIAN-CVE-2026-0001",
  ...{ modified: "2026-11-20T00:00:00Z", published: "2026-11-01T00:00:00Z", upstream: ["CVE-2026-0001"] },
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
  affected: [
    {
      package: { ecosystem: "Debian:12", name: "xz-utils" },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "5.4.1-1+deb12u2" }] }],
    },
  ],
};
const npm = {
  id: "GHSA-aaaa-bbbb-cccc",
  ...{ modified: "2026-11-21T00:00:00Z", aliases: ["CVE-2026-0002"] },
  database_specific: { severity: "MODERATE" },
  affected: [
    {
      package: { ecosystem: "npm", name: "left" },
      ranges: [
        {
          type: "SEMVER",
          events: [{ introduced: "1.0.0" }, { fixed: "1.2.3" }, { introduced: "2.0.0" }, { last_affected: "2.1.0" }],
        },
      ],
    },
  ],
};
const python = {
  id: "PYSEC-2026-1",
  modified: "2026-11-01T00:00:00Z",
  affected: [
    {
      package: { ecosystem: "PyPI", name: "Some.Package" },
      versions: ["1.0", "1.1"],
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "1.2" }] }],
    },
  ],
};
const ranged = {
  id: "GHSA-java",
  modified: "2026-11-01T00:00:00Z",
  affected: [
    {
      package: { ecosystem: "Maven", name: "org.example:lib" },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2" }] }],
    },
  ],
};

function archive(name: string, files: Readonly<Record<string, Readonly<Record<string, object | string>>>>): string {
  const root = join(folder, name);
  for (const [ecosystem, records] of Object.entries(files)) {
    mkdirSync(join(root, ecosystem), { recursive: true });
    const texts = Object.fromEntries(
      Object.entries(records).map(([id, it]) => [`${id}.json`, typeof it === "string" ? it : JSON.stringify(it)]),
    );
    writeFileSync(join(root, ecosystem, "all.zip"), zip(texts));
  }
  return root;
}
const all = archive("all", { Debian: { a: debian }, npm: { b: npm }, PyPI: { c: python }, Maven: { d: ranged } });
const ids = async (ecosystem: string, name: string, version: string) => {
  const found = await lookUp({ archive: all }, [{ ecosystem, name, version }], options);
  return "kind" in found
    ? found
    : [...found.vulnerabilities.map((it) => it.id), ...found.unmatched.map((it) => it.because)];
};

describe("components looked up offline", () => {
  it.each([
    ["Debian:12", "xz-utils", "5.4.1-1+deb12u1", ["DEBIAN-CVE-2026-0001"]],
    ["Debian:12", "xz-utils", "5.4.1-1+deb12u2", []],
    ["Debian:11", "xz-utils", "5.2.5-2", []],
    ["npm", "left", "1.2.2", ["GHSA-aaaa-bbbb-cccc"]],
    ["npm", "left", "1.2.3", []],
    ["npm", "left", "2.1.0", ["GHSA-aaaa-bbbb-cccc"]],
    ["npm", "left", "2.1.1", []],
    ["npm", "left", "0.9.0", []],
    ["PyPI", "some-package", "1.1", ["PYSEC-2026-1"]],
    ["PyPI", "some_package", "1.2", []],
  ])("%s %s %s", async (ecosystem, name, version, expected) => {
    expect(await ids(ecosystem, name, version)).toEqual(expected);
  });

  it("are not cleared when their version can't be compared, or not at all when there is no data", async () => {
    expect(await ids("npm", "left", "latest")).toEqual([expect.stringContaining("can't be compared")]);
    expect(await ids("Maven", "org.example:lib", "1")).toEqual([expect.stringContaining("can't be compared")]);
    expect(await ids("crates.io", "left", "1.0.0")).toEqual(["there is no data for crates.io"]);
  });

  it("carry gravity, aliases, the fixed version, and the date of the oldest data that was asked", async () => {
    const components = [
      { ecosystem: "Debian:12", name: "xz-utils", version: "5.4.1-1" },
      { ecosystem: "npm", name: "left", version: "1.0.0" },
    ];
    const found = await lookUp({ archive: all }, components, options);
    expect(found).toMatchObject({
      ...{ dataAt: new Date("2026-11-20T00:00:00Z"), matched: 2 },
      vulnerabilities: [
        { severity: "critical", score: 9.8, fixed: "5.4.1-1+deb12u2", aliases: ["CVE-2026-0001"] },
        { severity: "medium", fixed: "1.2.3" },
      ],
    });
  });

  it("tell advisories that can't be read instead of passing over them", async () => {
    const broken = archive("broken", { npm: { a: '{"id": 1, "name": "left"}', b: npm } });
    const found = await lookUp({ archive: broken }, [{ ecosystem: "npm", name: "left", version: "9.0.0" }], options);
    expect(found).toMatchObject({ unmatched: [{ because: expect.stringContaining("1 of 2 advisories") }] });
  });

  it("tell a damaged archive as trouble", async () => {
    const root = archive("damaged", { npm: { b: npm } });
    writeFileSync(join(root, "npm", "all.zip"), zip({ "b.json": JSON.stringify(npm) }).subarray(0, 200));
    expect(
      await lookUp({ archive: root }, [{ ecosystem: "npm", name: "left", version: "1.0.0" }], options),
    ).toMatchObject({ kind: "unparsable" });
  });
});

describe("components looked up by the API", () => {
  async function asked(answers: Readonly<Record<string, unknown>>) {
    const server = createServer((request, response) => {
      const answer = answers[request.url ?? ""];
      response.writeHead(answer === undefined ? 404 : 200);
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const components = [
      { ecosystem: "npm", name: "left", version: "1.2.2" },
      { ecosystem: "npm", name: "right", version: "1.0.0" },
    ];
    return lookUp({ api }, components, options).finally(() => server.close());
  }

  it("are asked for in batches, and each advisory once", async () => {
    const results = [{ vulns: [{ id: npm.id }] }, {}];
    const found = await asked({ "/v1/querybatch": { results }, [`/v1/vulns/${npm.id}`]: npm });
    expect(found).toMatchObject({
      matched: 2,
      dataAt: options.now,
      vulnerabilities: [{ id: npm.id, component: "left" }],
    });
  });

  it("are not cleared by half an answer", async () => {
    const results = [{ vulns: [{ id: npm.id }] }, {}];
    expect(await asked({ "/v1/querybatch": { results } })).toMatchObject({ kind: "unreachable" });
    expect(await asked({ "/v1/querybatch": { results: [{}] } })).toMatchObject({ kind: "unparsable" });
    expect(await asked({ "/v1/querybatch": { results: [{ next_page_token: "again" }, {}] } })).toMatchObject({
      kind: "unparsable",
    });
  });
});
