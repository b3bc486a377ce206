import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collectEntries, entriesOfFolder, type MadeEntry } from "../../../../test/bed/image-of-folder.ts";
import { requireProgram } from "../../../../test/bed/program.ts";
import { imageRemoteShellsSchema } from "../facts/files.ts";
import type { ImageConfiguration } from "./collector.ts";
import { remoteShells } from "./remote-shells.ts";

const told = (made: readonly MadeEntry[], configuration: Partial<ImageConfiguration> = {}) =>
  collectEntries(remoteShells, made, configuration).found.map((it) => `${it.shell} ${it.how} ${it.place}`);

describe.each([
  ["sshd", "sshd content /tmp/x"],
  ["dropbear", "dropbear content /tmp/x"],
  ["mosh-server", "mosh-server content /tmp/x"],
  ["busybox", "telnetd applet /tmp/x"],
])("%s", (name, line) => {
  const program = requireProgram(name);
  test.skipIf(program === undefined)("is found by what is in it, whatever it is called", () => {
    const content = readFileSync(program ?? "");
    expect(told([{ path: "tmp/x", mode: 0o755, content }])).toEqual([line]);
    expect(told([{ path: "srv/renamed", mode: 0o644, content }])).toEqual([line.replace("tmp/x", "srv/renamed")]);
    expect(told([{ path: "tmp/x", mode: 0o755, content, isHidden: true }])).toEqual([]);
    expect(told([{ path: "tmp/x", mode: 0o755, content: content.subarray(0, 200) }])).toEqual([]);
  });
});

test("programs of this machine that serve no shell are none, SSH clients and network tools among them", () => {
  const expected = /\/(?:sshd|dropbear|busybox|mosh-server|cockpit-ws|tinyssh\w*|in\.\w+|telnetd|shellinaboxd)$/;
  for (const folder of ["/usr/bin", "/usr/sbin"]) {
    const programs = [...entriesOfFolder(folder, (it) => Math.min(remoteShells.wants(it), 8_000_000))];
    const facts = collectEntries(remoteShells, programs);
    expect(facts.executables).toBeGreaterThan(20);
    expect(facts.found.filter((it) => !expected.test(it.place))).toEqual([]);
  }
});

test("finds packages, programs by name, enabled services, keys, ports and starts", () => {
  const status =
    "Package: openssh-server\nStatus: install ok installed\nVersion: 1:9.2p1-2\n\nPackage: openssh-client\nStatus: install ok installed\nVersion: 1:9.2p1-2\n";
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${"A".repeat(64)}\n-----END RSA PRIVATE KEY-----\n`;
  expect(
    told(
      [
        { path: "var/lib/dpkg/status", content: status },
        { path: "usr/sbin/sshd", mode: 0o755, content: "x".repeat(100) },
        { path: "etc/systemd/system/multi-user.target.wants/ssh.service", type: "symlink", target: "/lib/x" },
        { path: "root/.ssh/authorized_keys", content: "# mine\nssh-ed25519 AAAAC3Nz me\n" },
        { path: "etc/ssh/ssh_host_rsa_key", mode: 0o600, content: key },
        { path: "etc/supervisor/conf.d/a.conf", content: "[program:x]\ncommand=/usr/sbin/sshd -D\n" },
        { path: "etc/inetd.conf", content: "telnet stream tcp nowait root /usr/sbin/tcpd /usr/sbin/in.telnetd\n" },
        { path: "etc/services.d/d/run", mode: 0o755, content: "#!/bin/sh\nexec dropbear -F -p 2222\n" },
        { path: "entrypoint.sh", mode: 0o755, content: "#!/bin/sh\nset -e\nservice ssh start\nexec nginx\n" },
      ],
      {
        ports: ["22/tcp", "8443/tcp", "2222"],
        entrypoint: ["/entrypoint.sh"],
        command: ["sh", "-c", "busybox telnetd -l /bin/sh"],
      },
    ),
  ).toEqual([
    "sshd package openssh-server",
    "sshd path /usr/sbin/sshd",
    "sshd configuration /etc/systemd/system/multi-user.target.wants/ssh.service",
    "sshd authorized-keys /root/.ssh/authorized_keys",
    "sshd host-key /etc/ssh/ssh_host_rsa_key",
    "sshd configuration /etc/supervisor/conf.d/a.conf",
    "telnetd configuration /etc/inetd.conf",
    "dropbear configuration /etc/services.d/d/run",
    "telnetd start entrypoint and command",
    "sshd start /entrypoint.sh",
    "sshd port 22/tcp",
    "sshd port 2222",
  ]);
});

test("a mention, a client, an empty key file and a switched off service are none", () => {
  expect(
    told([
      { path: "usr/bin/ssh", mode: 0o755, content: "x".repeat(100) },
      { path: "etc/pam.d/sshd", content: "auth required pam_unix.so\n" },
      { path: "root/.ssh/authorized_keys", content: "# none\n" },
      { path: "etc/inetd.conf", content: "#telnet stream tcp nowait root /usr/sbin/in.telnetd in.telnetd\n" },
      {
        path: "etc/xinetd.d/telnet",
        content: "service telnet\n{\n disable = yes\n server = /usr/sbin/in.telnetd\n}\n",
      },
      { path: "app/deploy.sh", mode: 0o755, content: "#!/bin/sh\n# starts sshd\necho no sshd here\nssh web sshd -T\n" },
      { path: "usr/lib/a.sh", mode: 0o755, content: "#!/bin/sh\nsshd -D\n" },
    ]),
  ).toEqual([]);
});

test("what can't be looked at is said: too large, packed, and servers of Go that may give a shell", () => {
  const elf = (text: string) => Buffer.concat([Buffer.from("\x7fELF"), Buffer.alloc(100), Buffer.from(text)]);
  const { found, unseen } = collectEntries(remoteShells, [
    { path: "a", mode: 0o755, content: elf("This file is packed with the UPX executable packer") },
    { path: "b", mode: 0o755, content: elf("golang.org/x/crypto/ssh.NewServerConn") },
    { path: "c", mode: 0o755, content: elf(""), size: 200 * 1024 * 1024 },
  ]);
  expect(found).toEqual([]);
  expect(unseen.map((it) => it.reason)).toEqual([
    expect.stringMatching(/^\/c: larger than 128 MB/),
    expect.stringMatching(/^\/a: packed/),
    expect.stringMatching(/^\/b: serves SSH/),
  ]);
});

test("garbage is never a shell and never an error", () => {
  const paths = ["tmp/x", "var/lib/dpkg/status", "etc/inetd.conf", "root/.ssh/authorized_keys", "lib/apk/db/installed"];
  fc.assert(
    fc.property(
      fc.constantFrom(...paths, "var/lib/rpm/rpmdb.sqlite"),
      fc.uint8Array({ maxLength: 400 }),
      (path, it) => {
        const content = Buffer.concat([Buffer.from("\x7fELF"), it]);
        const facts = collectEntries(remoteShells, [
          { path, mode: 0o755, content },
          { path: "y", content: Buffer.from(it) },
        ]);
        expect(imageRemoteShellsSchema.safeParse(facts).success).toBe(true);
        expect(facts.found).toEqual([]);
      },
    ),
  );
});

test("no file of a service or of keys takes more than linear time", () => {
  const places = ["root/.ssh/authorized_keys", "etc/inetd.conf", "etc/crontab", "etc/inittab", "etc/services.d/a/run"];
  for (const path of places)
    for (const part of ["\n", "\n ", " ", ":", "sshd ", "env A=1 ", "ssh-rsa "])
      told([{ path, content: part.repeat(Math.ceil(200_000 / part.length)) }]);
});
