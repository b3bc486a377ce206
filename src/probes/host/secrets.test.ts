import fc from "fast-check";
import { expect, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { CredentialDesk } from "../credential-desk.ts";
import { hostSecrets, shortened } from "./secrets.ts";

const web =
  "Name:\tweb\nPid:\t7\nPPid:\t1\nUid:\t33\t33\t33\t33\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n";
const statuses = web.replace("web", "init").replace("Pid:\t7", "Pid:\t1") + web;
const passwd = "www-data\t33\t33\t/\t/bin/sh\tshadow\t-\n";
const deposit = new CredentialDesk().of("host:it");
const keeping = { fingerprint: () => "0123456789abcdef", deposit };

test("tells name, place, kind and owner of a secret, and its value nowhere", () => {
  const facts = hostSecrets(
    hostSections({
      statuses,
      passwd,
      environ: "/proc/7/environ:HOME=/x\0DB_PASSWORD=hunter2 and\n/proc/7/environ:more\0\n",
      cmdline: "/proc/7/cmdline:app\0--token=hunter2-token\0\n",
      "unit-environment":
        "file\t644\troot\t/etc/systemd/system/a.service\n/etc/systemd/system/a.service:Environment=API_KEY=hunter2key\n",
      "secret-files": "file\t600\troot\t1790000000\t/srv/a:b/.env\n/srv/a:b/.env:SECRET_KEY=hunter2\n",
      histories: "file\t600\troot\t1790000000\t/root/.bash_history\n/root/.bash_history:mysql -phunter2\n",
    }),
    keeping,
  );
  expect(JSON.stringify(facts)).not.toContain("hunter2");
  const head = { fingerprint: "0123456789abcdef" };
  const ofRoot = { mode: "0600", owner: "root", written: "2026-09-21T14:13:20.000Z" };
  expect(facts.sightings).toEqual([
    {
      ...head,
      where: "process-environment",
      place: "/proc/7/environ of web",
      name: "DB_PASSWORD",
      kind: "password",
      user: "www-data",
    },
    { ...head, where: "command-line", place: "/proc/7/cmdline of web", name: "token", kind: "token", user: "www-data" },
    {
      ...head,
      where: "unit-file",
      place: "/etc/systemd/system/a.service",
      name: "API_KEY",
      kind: "api-key",
      mode: "0644",
      owner: "root",
    },
    { ...{ ...head, where: "history", place: "/root/.bash_history" }, name: "-p", kind: "password", ...ofRoot },
    { ...{ ...head, where: "file", place: "/srv/a:b/.env" }, name: "SECRET_KEY", kind: "secret", ...ofRoot },
  ]);
  expect(facts.lookedAt).toEqual({ processes: 1, unitFiles: 1, files: 1, histories: 1 });
  expect(facts.denied).toEqual({ processes: 0, unitFiles: 0, files: 0, histories: 0 });
});

test("credentials set in units, copies of the password file and logins of registries are secrets; what is set plainly isn't", () => {
  const unit = "/etc/systemd/system/a.service";
  const files = [
    ["/var/backups/shadow.bak", "ann:$y$j9T$abcdefgh$ijklmnop:20000:::::"],
    ["/etc/shadow", "ben:$y$j9T$abcdefgh$ijklmnop:20000:::::"],
    ["/home/ann/.docker/config.json", '{"auths":{"r.example.com":{"auth":"YW5uOmh1bnRlcjI="}}}'],
  ] as const;
  const { sightings } = hostSecrets(
    hostSections({
      statuses,
      passwd,
      "unit-environment": `file\t644\troot\t${unit}\n${unit}:SetCredential=db:hunter2x\n${unit}:SetCredential=firstboot.locale:C.UTF-8\n`,
      "secret-files": files.map(([path, text]) => `file\t644\troot\t1790000000\t${path}\n${path}:${text}\n`).join(""),
    }),
    keeping,
  );
  expect(sightings.map(({ place, name, kind }) => [place, name, kind])).toEqual([
    [unit, "db", "credential"],
    ["/var/backups/shadow.bak", "ann", "password-hash"],
    ["/home/ann/.docker/config.json", "auth", "token"],
  ]);
});

test("an environment can't pass for that of another process", () => {
  const environ = "/proc/7/environ:A=1\n/proc/7/environ:/proc/8/environ:DB_PASSWORD=x12345\0\n";
  const { sightings } = hostSecrets(hostSections({ statuses, passwd, environ }), keeping);
  expect(sightings.every(({ place }) => place.startsWith("/proc/7/"))).toBe(true);
});

test("counts what may not be read, was cut off, or was beyond the limits", () => {
  const facts = hostSecrets(
    hostSections({
      statuses,
      environ: { stderr: "grep: /proc/1/environ: Permission denied\ngrep: /proc/2/environ: No such process" },
      "secret-files": {
        bytes: Buffer.from("beyond\t/srv/x/.env\n"),
        stderr: "find: '/root': Permission denied",
        truncated: true,
      },
    }),
    keeping,
  );
  expect(facts.denied).toEqual({ processes: 1, unitFiles: 0, files: 3, histories: 0 });
});

test("where even the first process is hidden, those that are may hold anything", () => {
  const seen = (text: string) => hostSecrets(hostSections({ statuses: text }), keeping).denied.processes;
  expect(seen(web)).toBe(1);
  expect(seen(statuses)).toBe(0);
});

test("a name from outside that isn't plainly a name is not repeated", () => {
  expect(shortened("DB_PASSWORD")).toBe("DB_PASSWORD");
  expect(shortened("my secret value PASSWORD")).toBe("(unusual name)");
});

test("whatever bytes processes and files hold, nothing throws", () => {
  const random = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(random, random, (a, b) => {
      const environ = { bytes: Buffer.concat([Buffer.from("/proc/7/environ:"), a]) };
      const files = { bytes: Buffer.concat([Buffer.from("file\t600\troot\t/a\n/a:"), b]) };
      hostSecrets(
        hostSections({ environ, cmdline: environ, "secret-files": files, "unit-environment": files }),
        keeping,
      );
    }),
  );
});
