import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { plainUser, type SshHostBed, startSshHost } from "../../../test/bed/ssh-host.ts";
import { hostSchema } from "../../estate/schema.ts";
import { localTransport } from "../../transports/local.ts";
import type { Transport } from "../../transports/transport.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { hostLogins } from "./logins.ts";
import hostProbe from "./probe.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";
const general =
  "port 22\npubkeyauthentication yes\npasswordauthentication no\nkbdinteractiveauthentication no\npermitrootlogin no\nauthenticationmethods any\nauthorizedkeysfile .ssh/authorized_keys\nusepam yes\nusedns no\n";
const host = {
  "sshd-version": "OpenSSH_9.2p1",
  "sshd-daemons": "\n",
  "sshd-settings": general,
  "sshd-settings-root": general,
  passwd: "root\t0\t0\t/root\t/bin/sh\tshadow\t-\nada\t1001\t1001\t/home/ada\t/bin/sh\tshadow\t-\n",
  groups: "root\t0\t\nstaff\t50\tada\n",
  shadow: "root\tlocked\t-\t\nada\tset\tyescrypt\t\n",
  "pam-files": "file\t/etc/pam.d/sshd\nauth required pam_unix.so\n",
  whoami: "0\n",
  "sshd-asked":
    "asked\tuser=root,host=192.0.2.1,addr=192.0.2.1,laddr=192.0.2.99,lport=22,rdomain=\npermitrootlogin no\n",
};
const line = (account: string, home: string, options = "") =>
  `key\t${account}\t${home}/.ssh/authorized_keys\t1\t${options}${key}\n`;

/** For each login who, from where, and with which factors. */
function told(sections: object) {
  const { logins, unseen } = hostLogins(hostSections({ ...host, ...sections }), new Date("2027-01-01"));
  return [
    ...logins.map(({ account = "anyone", fromAnywhere, from, refused, ways }) => {
      const whence = fromAnywhere ? "" : ` from ${from.join(", ")}`;
      return `${account}${whence}: ${refused ?? (ways.map((it) => `${it.methods}=${it.factors.join("+")}${it.commandOnly ? " (command)" : ""}`).join(" or ") || "nothing")}`;
    }),
    ...unseen.map(({ reason }) => reason),
  ];
}
const elsewhere = "elsewhere, elsewhere (IPv6)";

test("a Match block opens root for one range, and the keys say from where", () => {
  const keys = line("root", "/root", 'from="10.1.0.0/16" ') + line("ada", "/home/ada", 'command="x" ');
  const config = "file\t/etc/ssh/sshd_config\n1\tMatch Address 10.0.0.0/8\n2\tPermitRootLogin yes\n";
  expect(told({ "sshd-config": config, "authorized-keys": keys })).toEqual([
    "anyone: publickey=key",
    `root from ${elsewhere}: PermitRootLogin is no`,
    "root from 10.0.0.0/8 (without 10.1.0.0/16): nothing",
    "root from 10.1.0.0/16: publickey=key",
    "ada: publickey=key (command)",
  ]);
});

test("keys that are over, refused or of another file open nothing, nor does an account that is", () => {
  const nothing = ["anyone: publickey=key", "root: PermitRootLogin is no", "ada: nothing"];
  for (const options of ['expiry-time="20261231Z" ', "bogus ", "cert-authority "].slice(0, 2))
    expect(told({ "authorized-keys": line("ada", "/home/ada", options) })).toEqual(nothing);
  expect(told({ "authorized-keys": line("ada", "/elsewhere") })).toEqual(nothing);
  const keys = { "authorized-keys": line("ada", "/home/ada") };
  expect(told({ ...keys, shadow: "ada\tset\tyescrypt\t20000\n" }).at(-1)).toBe("ada: the account has expired");
  expect(told({ "authorized-keys": line("ada", "/home/ada", 'expiry-time="20270101" ') }).at(-1)).toBe(
    "ada: publickey=key",
  );
});

test("methods ask for what PAM asks for, of each account its own", () => {
  const settings = general
    .replace("authenticationmethods any", "authenticationmethods publickey,keyboard-interactive")
    .replace("kbdinteractiveauthentication no", "kbdinteractiveauthentication yes");
  const pam = "file\t/etc/pam.d/sshd\nauth required pam_unix.so\nauth required pam_google_authenticator.so nullok\n";
  const keys = line("ada", "/home/ada") + line("bob", "/home/bob");
  const sections = {
    "sshd-settings": settings,
    "pam-files": pam,
    passwd: `${host.passwd}bob\t1002\t1002\t/home/bob\t/bin/sh\tshadow\t-\n`,
    shadow: `${host.shadow}bob\tset\tyescrypt\t\n`,
  };
  expect(told({ ...sections, "authorized-keys": `${keys}enrolled\tada\tpam_google_authenticator\n` })).toEqual([
    "anyone: publickey,keyboard-interactive=key+password",
    "root: PermitRootLogin is no",
    "ada: publickey,keyboard-interactive=code+key+password",
    "bob: publickey,keyboard-interactive=key+password",
  ]);
  const unseen = hostLogins(
    hostSections({ ...host, ...sections, "authorized-keys": `${keys}enrolment\tada\n` }),
    new Date(),
  );
  expect(unseen.logins.find((it) => it.account === "ada")?.ways.map((it) => it.dependsOn)).toEqual([
    ["pam_google_authenticator"],
    [],
  ]);
});

test("where sshd itself says otherwise than we do, nothing about it is told", () => {
  const asked = "asked\tuser=root,host=10.0.0.1,addr=10.0.0.1,laddr=1.2.3.4,lport=22,rdomain=\npermitrootlogin yes\n";
  expect(told({ "sshd-asked": asked })).toEqual([expect.stringContaining("sshd itself has another permitrootlogin")]);
  const config = "file\t/etc/ssh/sshd_config\n1\tMatch Address 10.0.0.0/8\n2\tPermitRootLogin yes\n";
  expect(told({ "sshd-asked": asked, "sshd-config": config })).toHaveLength(4);
});

test("Match blocks of which sshd itself said nothing are not taken for understood", () => {
  const config = "file\t/etc/ssh/sshd_config\n1\tMatch Address 10.0.0.0/8\n2\tPermitRootLogin yes\n";
  const asked = "asked\tuser=root,host=192.0.2.1,addr=192.0.2.1,laddr=192.0.2.99,lport=22,rdomain=\n";
  expect(told({ "sshd-asked": asked, "sshd-config": config })).toEqual([
    expect.stringContaining("could not be compared"),
  ]);
  expect(told({ "sshd-asked": asked })).toHaveLength(3);
});

test("a condition that can't be told from here is a gap for what it sets", () => {
  const config = "file\t/etc/ssh/sshd_config\n1\tMatch RDomain blue\n2\tPermitEmptyPasswords yes\n";
  expect(told({ "sshd-config": config }).at(-1)).toContain("permitemptypasswords of sshd depends on a Match block");
});

const there =
  process.getuid?.() === 0 &&
  ["ssh", "sshd", "nsenter", "unshare", "oathtool", "google-authenticator"].map(testbedHas).every(Boolean);
if (!there) process.stderr.write("skipped: tests that log in with one-time passwords\n");

describe.skipIf(!there)("a real login", () => {
  const beds: SshHostBed[] = [];
  afterAll(() => Promise.all(beds.map((it) => it.stop())));
  const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
  const password = "correct-Horse-9";
  const unix = "auth required pam_unix.so nodelay";
  const code = "auth required pam_google_authenticator.so";
  const stacks = {
    "a password and a code": { stack: `${unix}\n${code}`, enrolled: true },
    "a code for those who are enrolled, who is": { stack: `${unix}\n${code} nullok`, enrolled: true },
    "a code for those who are enrolled, who isn't": { stack: `${unix}\n${code} nullok`, enrolled: false },
    "a code of somebody who has none": { stack: `${unix}\n${code}`, enrolled: false },
    "one of both": { stack: `auth sufficient pam_google_authenticator.so\n${unix}`, enrolled: true },
    "a password, and a jump over what refuses": {
      stack:
        "auth [success=1 default=ignore] pam_unix.so nodelay\nauth requisite pam_deny.so\nauth required pam_permit.so",
      enrolled: true,
    },
    nothing: { stack: `auth sufficient pam_rootok.so\n${unix}`, enrolled: true },
  };

  test.each(Object.entries(stacks))("asks for %s, as was told", async (_, { stack, enrolled }) => {
    const bed = await bedWith(stack, enrolled);
    const facts = await look(bed);
    const ways = facts.logins.filter((it) => it.account === plainUser).flatMap((it) => it.ways);
    const attempts = [stack.includes("rootok") ? [] : ["password"], ["code"], ["password", "code"]] as const;
    for (const shown of attempts) {
      const opens = ways.some(
        (it) =>
          it.dependsOn.length === 0 && it.factors.every((one) => one === "key" || shown.some((two) => two === one)),
      );
      expect(await logIn(bed, shown), `with ${shown.join(" and ") || "nothing"}`).toBe(opens);
    }
    expect(ways.every((it) => it.dependsOn.length === 0)).toBe(true);
  });

  test("is told for the range of addresses from which a condition opens it", async () => {
    const settings = `AllowUsers root ${plainUser}@10.0.0.0/8\nMatch Address 10.1.0.0/16,!10.1.2.3 User root\n  PermitRootLogin yes\n  X11Forwarding yes\nMatch User root\n  PermitRootLogin no\n`;
    const bed = await startSshHost({ settings });
    beds.push(bed);
    const { logins, unseen } = await look(bed);
    expect(unseen).toEqual([]);
    const open = logins.filter((it) => it.refused === undefined && it.ways.length > 0);
    expect(open.map((it) => [it.account, it.from, it.ways.map(({ methods }) => methods.join())])).toEqual([
      ["root", ["10.1.0.0/16 (without 10.1.2.3)"], ["publickey"]],
      [plainUser, ["10.0.0.0/8 (without 10.1.0.0/16)", "10.1.0.0/16 (without 10.1.2.3)", "10.1.2.3"], ["publickey"]],
    ]);
    expect(open[0]?.settings).toMatchObject({ permitrootlogin: "yes", x11forwarding: "yes" });
  });

  async function bedWith(stack: string, enrolled: boolean): Promise<SshHostBed> {
    const folder = runFolder("pam");
    writeFileSync(join(folder, "sshd"), `${stack}\naccount required pam_permit.so\nsession required pam_permit.so\n`);
    const hash = execFileSync("openssl", ["passwd", "-6", password], { encoding: "utf8" }).trim();
    const own = (file: string, change: string) =>
      `sed '${change}' /etc/${file} >${folder}/new && cat ${folder}/new >/etc/${file}`;
    const bed = await startSshHost({
      settings: `UsePAM yes\nMatch User ${plainUser}\nKbdInteractiveAuthentication yes\nAuthenticationMethods publickey,keyboard-interactive:pam\n`,
      before: [
        `mount --bind ${folder} /etc/pam.d`,
        "mount -t tmpfs -o mode=755 none /mnt",
        "mkdir -p /mnt/home",
        ...(enrolled
          ? [
              `printf '${secret}\\n" TOTP_AUTH\\n' >/mnt/home/.google_authenticator`,
              "chmod 400 /mnt/home/.google_authenticator",
            ]
          : []),
        "chown -R 64123:64123 /mnt/home",
        own("passwd", `s#^${plainUser}:.*#${plainUser}:x:64123:64123::/mnt/home:/bin/sh#`),
        own("shadow", `s#^${plainUser}:[^:]*#${plainUser}:${hash}#`),
      ].join("\n"),
    });
    beds.push(bed);
    return bed;
  }

  /** What the probe tells inside the mount namespace of a daemon, of that daemon. */
  async function look(bed: SshHostBed): Promise<FactsOf<"host-logins">> {
    const inside = localTransport({ command: "nsenter", args: ["-m", "-t", String(bed.pid), "/bin/sh", "-s"] });
    const transport: Transport = {
      vantage: "local",
      // What takes long on a busy machine and says nothing of logins is left out.
      run: (script, limits) =>
        inside.run(
          script
            .replace(
              /^ {2}((packages|updates|kernel|units|reboot|secrets)_sections|section (modes|secret-files) .*)$/gm,
              "",
            )
            .replace(/^sshd_options\(\).*$/m, `sshd_options() { echo '-f ${bed.configuration}'; }`),
          limits,
        ),
    };
    const subject = {
      id: "host:here",
      kind: "host",
      name: "here",
      systems: [],
      declared: hostSchema.parse({}),
    } as const;
    const all = await hostProbe.observe(subject, { ...probeContext(), transport });
    const logins = all.find(({ fact }) => fact === "host-logins");
    if (logins === undefined || "trouble" in logins) throw new Error(JSON.stringify(logins));
    return logins.facts as FactsOf<"host-logins">;
  }

  async function logIn({ port, identity, knownHosts }: SshHostBed, shown: readonly string[]): Promise<boolean> {
    const folder = runFolder("ask");
    const totp = execFileSync("oathtool", ["--totp", "-b", secret], { encoding: "utf8" }).trim();
    const [known, made] = [shown.includes("password") ? password : "wrong", shown.includes("code") ? totp : "000000"];
    const ask = join(folder, "ask");
    mkdirSync(folder, { recursive: true });
    writeFileSync(ask, `#!/bin/sh\ncase $1 in *erification*) echo ${made} ;; *) echo '${known}' ;; esac\n`, {
      mode: 0o755,
    });
    const options = [`UserKnownHostsFile=${knownHosts}`, "IdentitiesOnly=yes", "NumberOfPasswordPrompts=1"];
    const args = ["-F", "none", "-i", identity, "-p", String(port), ...options.flatMap((it) => ["-o", it])];
    const env = {
      PATH: process.env["PATH"],
      SSH_ASKPASS: ask,
      SSH_ASKPASS_REQUIRE: "force",
      DISPLAY: ":0",
      HOME: "/nonexistent",
    };
    const entered = await promisify(execFile)("ssh", [...args, `${plainUser}@127.0.0.1`, "echo entered"], {
      env,
    }).catch((failed: { readonly stdout: string }) => failed);
    return entered.stdout.includes("entered");
  }
});
