import { execFileSync } from "node:child_process";
import { mkdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AptMirror, offered, startAptMirror } from "../bed/apt-mirror.ts";
import { startClamd, type TestScanner } from "../bed/clamd.ts";
import { debianRoot } from "../bed/debian-root.ts";
import { saveImage, testbedHasImages } from "../bed/images.ts";
import { approvedBase, badImage, goodImage, planted } from "../bed/planted-images.ts";
import { testbedHas, testbedHasFile } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { zip } from "../zip.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

const day = 86_400_000;
const isComplete =
  ["gpg", "gpgv", "clamd", "sshd"].map(testbedHas).every(Boolean) &&
  testbedHasFile("/usr/share/nginx/html/index.html") &&
  testbedHasImages();

/** A system that is nothing but this image, with all that the estate may say besides. */
async function report(reference: string, more: object, only: readonly string[] = []): Promise<JsonReport> {
  const others = ["host", "endpoint", "container", "dockerfile", "compose-file", "database", "system"];
  const shop = {
    ...{ environment: "production", criticality: "high", exposure: "external", images: ["shop"] },
    notApplicable: others.map((subject) => ({ subject, because: "the system is an image only" })),
  };
  const estate = {
    estate: "images",
    environments: { production: { kind: "production" } },
    systems: { shop },
    images: { shop: { reference } },
    ...more,
  };
  const args = ["check", written("estate.yaml", JSON.stringify(estate)), "--json", "--quiet"];
  const ran = await holdfast([...args, ...only.flatMap((it) => ["--only", it])]);
  expect([ran.stderr, ran.code === 4]).toEqual(["", false]);
  return JSON.parse(ran.stdout);
}

/** OSV's advisory of a component, as its archives have it. */
function advisory(fixed: string): Buffer {
  return zip({
    "GHSA-jf85-cpcp-j695.json": JSON.stringify({
      ...{ id: "GHSA-jf85-cpcp-j695", aliases: ["CVE-2019-10744"], published: "2019-07-10T19:45:23Z" },
      modified: new Date().toISOString(),
      affected: [
        {
          package: { ecosystem: "npm", name: "lodash" },
          ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed }] }],
        },
      ],
      severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H" }],
    }),
  });
}

const statusOf = ({ requirements }: JsonReport, id: string) => requirements.find((it) => it.id === id)?.status;

describe.skipIf(!isComplete)("a check of images", () => {
  let mirror: AptMirror;
  let scanner: TestScanner;
  let status: string;
  let more: object;
  let good: string;
  let bad: string;

  beforeAll(async () => {
    const { tar } = await debianRoot();
    status = execFileSync("tar", ["-xOf", tar, "./var/lib/dpkg/status"], { encoding: "utf8", maxBuffer: 1 << 26 });
    mirror = await startAptMirror();
    scanner = await startClamd();
    const osv = runFolder("osv");
    for (const [ecosystem, file] of [
      ["npm", advisory("4.17.12")],
      ["Debian", zip({ "none.json": JSON.stringify({ id: "DSA-0", modified: new Date().toISOString() }) })],
    ] as const) {
      mkdirSync(join(osv, ecosystem));
      writeFileSync(join(osv, ecosystem, "all.zip"), file);
    }
    const base = await approvedBase();
    more = {
      baseImages: { debian: { reference: `docker-archive:${await saveImage(base, "docker-archive")}` } },
      advisories: {
        debian: { archive: mirror.uri, security: mirror.uri, keyring: mirror.keyring },
        osv: { archive: osv },
      },
      malwareScanner: { clamd: scanner.socket },
    };
    good = await goodImage(base);
    bad = await badImage(mirror.keyring);
  });
  afterAll(async () => {
    await scanner?.stop();
    await mirror?.stop();
  });

  /** Offers what is installed and, for a month, newer ones in the security suite. */
  function publish(newer: Readonly<Record<string, string>>): void {
    const date = new Date(Date.now() - 30 * day);
    for (const suite of ["bookworm", "bookworm-updates"]) mirror.publish(suite, offered(status), { date });
    mirror.publish("bookworm-security", offered(status, newer), { date });
  }

  it.each([
    ["docker-archive", "docker-archive"],
    ["oci-archive", "oci-archive"],
    ["oci-dir", "oci"],
  ] as const)("tells every planted fault with its requirement, from a %s", async (form, scheme) => {
    publish({ "perl-base": "5.99-1" });
    const { findings } = await report(`${scheme}:${await saveImage(bad, form)}`, more);
    for (const [requirement, control, problem] of planted) {
      const own = findings.filter((it) => it.requirement === requirement && it.control === control);
      expect(own.map((it) => it.problem).join("\n"), control).toMatch(problem);
    }
    const known = new Set(planted.map(([, control]) => control));
    expect(findings.filter((it) => !known.has(it.control))).toEqual([]);
  });

  it("finds nothing in the good twin, and verifies what can be told of it whole", async () => {
    publish({});
    const told = await report(`docker-archive:${await saveImage(good, "docker-archive")}`, more);
    expect(told.findings).toEqual([]);
    for (const id of ["DOC-2", "DOC-3", "DOC-5", "HAR-5", "BCK-4"])
      expect([id, statusOf(told, id)]).toEqual([id, "verified"]);
    expect(statusOf(told, "SCN-5")).toBe("unverified");
    expect(told.unknowns.map((it) => it.reason).join("\n")).toContain("how old its signatures are");
  });

  it("finds in the good twin, in the OCI's format, that its health check was lost with the conversion, and nothing else", async () => {
    publish({});
    const told = await report(`oci:${await saveImage(good, "oci-dir")}`, more);
    expect(told.findings.map((it) => it.control)).toEqual(["image-healthcheck-set"]);
  });

  it("verifies nothing that nobody could look up, and says what would settle it", async () => {
    const told = await report(`docker-archive:${await saveImage(good, "docker-archive")}`, {});
    const undeclared = {
      ...{ "DOC-1": "trustedRepositories", "DOC-2": "baseImages", "DOC-3": "advisories.debian" },
      ...{ "DOC-4": "advisories.osv", "MNT-1": "advisories.debian", "SCN-2": "advisories.debian" },
      "SCN-5": "malwareScanner",
    };
    for (const [id, key] of Object.entries(undeclared)) {
      expect([id, statusOf(told, id)]).toEqual([id, "unverified"]);
      const settling = told.unknowns.filter((it) => it.requirement === id).map((it) => it.wouldVerify);
      expect(settling.join("\n"), id).toContain(key);
    }
  });

  it("verifies nothing of an image that is not there or that was cut", async () => {
    const path = await saveImage(good, "docker-archive");
    truncateSync(path, Math.floor(statSync(path).size * 0.6));
    for (const reference of ["docker-archive:/nonexistent/image.tar", `docker-archive:${path}`]) {
      const told = await report(reference, more);
      expect(told.findings).toEqual([]);
      expect(told.requirements.filter((it) => it.status === "verified")).toEqual([]);
    }
  });
});
