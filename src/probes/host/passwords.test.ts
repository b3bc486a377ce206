import { expect, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { hostPasswords } from "./passwords.ts";

const told = (password: string, rules = "", more = "") =>
  hostPasswords(
    hostSections({ "pam-files": `file\t/etc/pam.d/passwd\n${password}\n${more}`, "password-rules": rules }),
  );
const unix = "password required pam_unix.so use_authtok";

test("tells the module that judges new passwords, by its arguments before its file", () => {
  const conf = "file\t/etc/security/pwquality.conf\nminlen = 14\nenforce_for_root\n";
  expect(told(`password requisite pam_pwquality.so retry=3\n${unix} yescrypt`, conf)).toEqual({
    quality: { module: "pam_pwquality", minLength: 14, enforced: true, forRoot: true },
    hashMethod: "yescrypt",
    lockouts: [],
    unseen: [],
  });
  const short = told("password requisite pam_pwquality.so minlen=10 dcredit=2", conf).quality;
  expect(short).toMatchObject({ minLength: 8 });
  expect(told("password optional pam_pwquality.so").quality).toMatchObject({ minLength: 8, enforced: false });
  expect(told("password requisite pam_pwquality.so enforcing=0").quality?.enforced).toBe(false);
  expect(told("password requisite pam_cracklib.so minlen=12").quality).toMatchObject({ minLength: 8, forRoot: false });
  expect(told("password requisite pam_passwdqc.so min=disabled,24,16,12,12").quality).toMatchObject({ minLength: 12 });
  expect(told(unix).quality).toBeUndefined();
});

test("tells how passwords are stored, and where nothing says so nothing", () => {
  expect(told(`${unix} md5`).hashMethod).toBe("md5");
  expect(told(unix, "file\t/etc/login.defs\nPASS_MAX_DAYS\t99999\nENCRYPT_METHOD\tSHA512\n").hashMethod).toBe("sha512");
  expect(told(unix).hashMethod).toBeUndefined();
});

test("an account is locked only where failures are counted as well", () => {
  const preauth = "auth required pam_faillock.so preauth deny=5";
  const sshd = (lines: string) => told(unix, "", `file\t/etc/pam.d/sshd\n${lines}\n`).lockouts;
  expect(sshd(`${preauth}\nauth required pam_unix.so\nauth [default=die] pam_faillock.so authfail deny=5`)).toEqual([
    { service: "sshd", module: "pam_faillock", attempts: 5 },
  ]);
  expect(sshd(`${preauth}\nauth required pam_unix.so`)).toEqual([]);
});

test("files that can't be read as a whole are told so", () => {
  expect(told("password include gone").unseen).toHaveLength(1);
  expect(hostPasswords(hostSections({ "pam-files": { exitCode: 127 } })).unseen).toHaveLength(1);
});
