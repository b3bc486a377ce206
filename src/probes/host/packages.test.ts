import { expect, test } from "vitest";
import { hostFixture, hostSections } from "../../../test/bed/host-fixture.ts";
import { hostPackages, parseApk, parseRpm } from "./packages.ts";

test("lists installed packages of dpkg, without those of which only the configuration is left", () => {
  const { manager, packages } = hostPackages(hostSections({ "packages-dpkg": hostFixture("dpkg-query-1.21") }));
  expect(manager).toBe("dpkg");
  expect(packages).toHaveLength(12);
  expect(packages).toContainEqual({ name: "apache2-bin", version: "2.4.71-1~deb12u1", source: "apache2" });
});

test("reads the lists of rpm and apk", () => {
  expect(parseRpm(hostFixture("rpm-qa-documented-format"))).toEqual([
    { name: "bash", version: "5.1.8-9.el9", source: "bash" },
    { name: "openssl-libs", version: "1:3.0.7-27.el9", source: "openssl" },
    { name: "python3-pip-wheel", version: "21.3.1-1.el9", source: "python-pip" },
  ]);
  expect(parseApk(hostFixture("apk-installed-documented-format"))).toContainEqual({
    name: "ssl_client",
    version: "1.36.1-r5",
    source: "busybox",
  });
});

test("without any package manager it is a trouble, never an empty list", () => {
  const none = { exitCode: 127 };
  expect(() =>
    hostPackages(hostSections({ "packages-dpkg": none, "packages-rpm": none, "packages-apk": none })),
  ).toThrow(/neither/);
  expect(() => hostPackages(hostSections({ "packages-dpkg": { exitCode: 2, stderr: "dpkg-query: error" } }))).toThrow(
    /ended with 2/,
  );
});
