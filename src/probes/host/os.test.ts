import { expect, test } from "vitest";
import { hostFixture, hostSections } from "../../../test/bed/host-fixture.ts";
import { endOfLife } from "./end-of-life.ts";
import { distribution, hostOs, parseOsRelease } from "./os.ts";

const debian = hostFixture("os-release-debian-12");

test("tells the release and its last day of support by what the host knows itself", () => {
  const csv =
    "version,codename,series,created,release,eol,eol-lts,eol-elts\n12,Bookworm,bookworm,2021-08-14,2023-06-10,2026-07-11,2028-06-30,2033-06-30\n";
  const from = hostSections({
    "os-release": debian,
    "kernel-release": "6.1.0-1\n",
    machine: "x86_64\n",
    "distro-info-debian": csv,
  });
  expect(hostOs(from)).toMatchObject({
    id: "debian",
    versionId: "12",
    prettyName: "Debian GNU/Linux 12 (bookworm)",
    codename: "bookworm",
    container: false,
    endOfLife: {
      day: "2028-06-30",
      extended: true,
      regularDay: "2026-07-11",
      source: "/usr/share/distro-info/debian.csv",
    },
  });
});

test("falls back to a dated table, by the branch of a release, and knows nothing of others", () => {
  expect(endOfLife("alpine", "3.19.1", "")).toMatchObject({ day: "2025-11-01", extended: false });
  expect(endOfLife("rocky", "9.4", "")).toMatchObject({ day: "2032-05-31" });
  expect(endOfLife("ubuntu", "22.04", "")?.source).toMatch(/\d{4}-\d{2}-\d{2}/);
  expect(endOfLife("debian", "99", "")).toBeUndefined();
});

test("undoes the quotes of os-release and recognises the family", () => {
  expect(parseOsRelease('ID=\'rocky\'\nNAME="A \\"b\\""\nID_LIKE="rhel centos"')).toEqual({
    ID: "rocky",
    NAME: 'A "b"',
    ID_LIKE: "rhel centos",
  });
  expect(distribution({ ID: "rocky", ID_LIKE: "rhel centos fedora" })).toEqual(["redhat", "linux"]);
  expect(distribution({ ID: "linuxmint", ID_LIKE: "ubuntu debian" })).toEqual(["ubuntu", "linux"]);
  expect(distribution({ ID: "nixos" })).toEqual(["linux"]);
});
