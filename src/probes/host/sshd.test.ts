import { expect, test } from "vitest";
import { hostFixture, hostSections } from "../../../test/bed/host-fixture.ts";
import { hostSshd, parseMatches, parseVersion } from "./sshd.ts";

const sshd = {
  whoami: "0\n",
  machine: "x86_64\n",
  "sshd-version": hostFixture("sshd-V-openssh-9.2"),
  "sshd-daemons": "\n",
  "sshd-settings": hostFixture("sshd-T-openssh-9.2"),
  "sshd-settings-root": hostFixture("sshd-T-root-openssh-9.2"),
  "sshd-config": "file\t/etc/ssh/sshd_config\n4\tMatch User root Address 192.0.2.0/24\n",
};

test("tells the settings as the daemon does, in general and for root from elsewhere", () => {
  const facts = hostSshd(hostSections(sshd));
  expect(facts).toMatchObject({ installed: true, running: false, version: "OpenSSH_9.2p1 Debian-2+deb12u10" });
  expect(facts.settings).toContainEqual(["permitrootlogin", "no"]);
  expect(facts.settings).toContainEqual(["listenaddress", "127.0.0.1:18022"]);
  expect(facts.settingsForRoot).toContainEqual(["permitrootlogin", "yes"]);
  expect(facts.matchBlocks).toEqual(["User root Address 192.0.2.0/24"]);
  expect(facts.otherDaemons).toBeUndefined();
});

test("says that it isn't installed, that it may not look, or that the daemon refuses", () => {
  expect(hostSshd(hostSections({ "sshd-version": { exitCode: 127 } }))).toMatchObject({
    installed: false,
    settings: [],
  });
  const refused = { exitCode: 1, stderr: "sshd: no hostkeys available -- exiting." };
  expect(() => hostSshd(hostSections({ ...sshd, whoami: "65534\n", "sshd-settings": refused }))).toThrow(
    /which user 65534 may not/,
  );
  const neverStarted = { exitCode: 255, stderr: "Missing privilege separation directory: /run/sshd" };
  expect(() => hostSshd(hostSections({ ...sshd, "sshd-settings": neverStarted }))).toThrow(/never started/);
  const broken = { exitCode: 255, stderr: "/etc/ssh/sshd_config: line 3: Bad configuration option: Foo" };
  expect(() => hostSshd(hostSections({ ...sshd, "sshd-settings-root": broken }))).toThrow(/ended with 255/);
});

test("further daemons with a configuration of their own are told of", () => {
  const facts = hostSshd(hostSections({ ...sshd, "sshd-daemons": "\n -f /etc/ssh/sshd_admin\n" }));
  expect(facts.otherDaemons).toEqual(["-f /etc/ssh/sshd_admin"]);
  expect(facts.otherSettings).toBeUndefined();
  const others = "daemon\t -f /etc/ssh/sshd_admin\nport 2222\npermitrootlogin yes\ndaemon\t -f /etc/ssh/broken\n";
  expect(hostSshd(hostSections({ ...sshd, "sshd-others": others })).otherSettings).toEqual([
    {
      options: "-f /etc/ssh/sshd_admin",
      settings: [
        ["port", "2222"],
        ["permitrootlogin", "yes"],
      ],
    },
  ]);
});

test("reads the version also from the complaint of an older daemon, and conditions in any notation", () => {
  expect(parseVersion("sshd: unknown option -- V\nOpenSSH_8.4p1 Debian-5+deb11u3, OpenSSL 1.1.1w\nusage: sshd\n")).toBe(
    "OpenSSH_8.4p1 Debian-5+deb11u3",
  );
  expect(parseMatches("1\tMATCH  User a,b\n2\tmatch=all\n3\tPort 22\n")).toEqual(["User a,b", "all"]);
});
