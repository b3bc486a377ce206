import { expect, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { hostPackageSources } from "./package-sources.ts";

const file = (path: string, text: string) => `file\t644\t0\t0\t${path}\n${text.replace(/^/gm, "\t")}\n`;

test("sources are told without their passwords, with what lets unsigned packages through", () => {
  const told = [
    file("/etc/apt/sources.list", "deb http://deb.example.com/debian stable main\n# deb [trusted=yes] http://x ./"),
    file("/etc/apt/sources.list.d/own.list", "deb [trusted=yes] https://ann:hunter2@repo.example.com ./"),
    file("/etc/apt/apt.conf.d/99own", 'APT::Get::AllowUnauthenticated "true";'),
  ].join("");
  const facts = hostPackageSources(hostSections({ "package-sources": told }));
  expect(JSON.stringify(facts)).not.toContain("hunter2");
  expect(facts).toEqual({
    sources: [
      { place: "/etc/apt/sources.list", uri: "http://deb.example.com/debian", security: false, unchecked: [] },
      {
        place: "/etc/apt/sources.list.d/own.list",
        uri: "https://repo.example.com",
        security: false,
        unchecked: ["trusted=yes"],
      },
    ],
    uncheckedSettings: [{ place: "/etc/apt/apt.conf.d/99own", setting: "apt takes unsigned lists or packages" }],
    unseen: [],
  });
});

test("a file that may not be read, or what was cut off, is told", () => {
  const stderr = "cat: /etc/apt/sources.list.d/own.list: Permission denied";
  const of = (section: object) => hostPackageSources(hostSections({ "package-sources": section })).unseen;
  expect(of({ stderr })).toEqual([
    { reason: "/etc/apt/sources.list.d/own.list may not be read", wouldVerify: "run as root" },
  ]);
  expect(of({ exitCode: 1 })).toHaveLength(1);
});
