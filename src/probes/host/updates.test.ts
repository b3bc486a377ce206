import { expect, test } from "vitest";
import { hostFixture, hostSections } from "../../../test/bed/host-fixture.ts";
import { isSecurity, listsSigned, parseReleases, parseTimes } from "./apt-lists.ts";
import { hostUpdates, parseApkVersion, parseAptUpgradable, parseDnf } from "./updates.ts";

const statuses = hostFixture("gpgv-2.2");
const lists = hostFixture("apt-lists-debian-12");
const paths = [...parseTimes(lists).keys()];
const debian = {
  clock: "1795309971\n",
  "os-release": hostFixture("os-release-debian-12"),
  "updates-apt": hostFixture("apt-list-2.6"),
  "apt-lists": lists,
  "apt-releases": hostFixture("apt-releases-debian-12"),
  "apt-signatures": statuses,
};

test("tells age, signature and source of the lists, and what is pending", () => {
  const facts = hostUpdates(hostSections(debian));
  expect(facts).toMatchObject({ listsAgeSeconds: 100, listsSigned: true, securitySource: true });
  expect(facts.pending.map(({ name, security }) => [name, security])).toEqual([
    ["appstream", false],
    ["apt", true],
    ["bash", false],
    ["libpq5", true],
    ["python3-jwt", true],
    ["xz-utils", true],
    ["zip", true],
  ]);
  expect(facts.pending[3]).toEqual({
    name: "libpq5",
    installed: "15.18-0+deb12u1",
    candidate: "15.20-0+deb12u1",
    origin: "oldstable-security",
    security: true,
  });
});

test("fresh lists from elsewhere don't make a security list fresh whose time is over, or that has none", () => {
  const asked = { ...debian, clock: "1796000000\n" };
  const fresh = `${lists}1795999900 /var/lib/apt/lists/download.example.com_dists_stable_InRelease\n`;
  const ageOf = (releases: string) =>
    hostUpdates(hostSections({ ...asked, "apt-lists": fresh, "apt-releases": releases })).listsAgeSeconds ?? 0;
  const releases = debian["apt-releases"];
  expect(ageOf(releases)).toBeGreaterThan(7 * 86_400);
  expect(ageOf(releases.replace(/^.*Valid-Until.*\n/gm, ""))).toBeGreaterThan(7 * 86_400);
  expect(ageOf(releases.replace(/Valid-Until: .*/g, "Valid-Until: Mon, 07 Dec 2026 00:00:00 UTC"))).toBe(100);
});

test("a security fix that a later version of another source hides still counts", () => {
  const text =
    "Listing...\nx/stable-updates 3 amd64 [upgradable from: 1]\nx/stable-security 2 amd64\nx/now 1 amd64 [installed,upgradable to: 3]\n";
  expect(parseAptUpgradable(text, new Set())[0]).toMatchObject({ candidate: "3", security: true });
  const older =
    "Listing...\nx/stable-updates 3 amd64 [upgradable from: 2]\nx/now 2 amd64 [installed,upgradable to: 3]\nx/stable-security 1 amd64\n";
  expect(parseAptUpgradable(older, new Set())[0]).toMatchObject({ security: false });
});

test("recognises a security source on any mirror by its signed fields, and only one for this release", () => {
  const [release] = parseReleases("/var/lib/apt/lists/mirror.example.com_x_InRelease:Label: Debian-Security");
  expect(release !== undefined && isSecurity(release)).toBe(true);
  const other = debian["apt-releases"].replaceAll("bookworm-security", "bullseye-security");
  expect(hostUpdates(hostSections({ ...debian, "apt-releases": other })).securitySource).toBe(false);
});

test("lists without a Release file, or with a bad signature, are not signed; without a key it can't be told", () => {
  expect(listsSigned(paths, "")).toBe(false);
  expect(listsSigned(paths, statuses.replaceAll("GOODSIG", "BADSIG"))).toBe(false);
  expect(listsSigned(paths, statuses.replaceAll("GOODSIG", "NO_PUBKEY"))).toBeUndefined();
  expect(listsSigned([], statuses)).toBeUndefined();
});

test("no lists at all have no age, and an unreadable index is a trouble", () => {
  const facts = hostUpdates(hostSections({ ...debian, "apt-lists": "", "updates-apt": "Listing...\n" }));
  expect(facts).toMatchObject({ listsAgeSeconds: undefined, listsSigned: undefined, pending: [] });
  expect(() => hostUpdates(hostSections({ ...debian, "updates-apt": { exitCode: 100, stderr: "E: broken" } }))).toThrow(
    /100/,
  );
});

test("reads pending updates of dnf and apk", () => {
  const installed = new Map([["openssl-libs", "1:3.0.7-27.el9"]]);
  const dnf = parseDnf(
    hostFixture("dnf-list-upgrades-documented-format"),
    hostFixture("dnf-updateinfo-documented-format"),
    installed,
  );
  expect(dnf).toEqual([
    {
      name: "openssl-libs",
      installed: "1:3.0.7-27.el9",
      candidate: "1:3.0.7-28.el9_4",
      origin: "baseos",
      security: true,
    },
    { name: "bash", installed: "", candidate: "5.1.8-10.el9", origin: "baseos", security: false },
  ]);
  expect(parseApkVersion(hostFixture("apk-version-documented-format"))).toContainEqual({
    name: "libcrypto3",
    installed: "3.1.4-r1",
    candidate: "3.1.8-r0",
    origin: "alpine",
    security: true,
  });
});
