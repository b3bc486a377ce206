import fc from "fast-check";
import { expect, test } from "vitest";
import { parseConfigurationLines } from "./configuration-line.ts";
import { rsyslogForwards } from "./rsyslog.ts";

const told = (text: string) =>
  rsyslogForwards(text.split("\n").map((it, i) => ({ path: "/etc/rsyslog.conf", number: i + 1, text: it.trim() })));
const one = (text: string) => {
  const [first, ...others] = told(text).forwards;
  expect(others).toEqual([]);
  return first;
};

test.each([
  ["*.* @logs.example.com", { to: "logs.example.com", protocol: "udp", encrypted: false, logins: true }],
  ["auth,authpriv.* @@logs.example.com:514", { to: "logs.example.com:514", protocol: "tcp", logins: true }],
  ["*.info;authpriv.none @@(z9)[2001:db8::1]:601", { to: "[2001:db8::1]:601", protocol: "tcp", logins: false }],
  ["*.* :omrelp:logs.example.com:2514", { to: "logs.example.com:2514", protocol: "relp", logins: true }],
  ["mail.* @@logs.example.com", { logins: false }],
  ["$ActionSendStreamDriverMode 1\n*.* @@logs.example.com:6514", { encrypted: true, logins: true }],
  [
    'authpriv,auth.* action(type="omfwd" target="logs.example.com"\n port="6514" protocol="tcp"\n StreamDriverMode="1")',
    { to: "logs.example.com:6514", protocol: "tcp", encrypted: true, logins: true },
  ],
  ['action(type="omrelp" target="logs.example.com" port="20514" tls="on")', { encrypted: true, logins: true }],
  ['action(type="omfwd" target="logs.example.com")', { protocol: "udp", encrypted: false, logins: true }],
])("%s", (text, expected) => {
  expect(one(text)).toMatchObject(expected);
});

test.each([
  'if $programname == "sshd" then {\naction(type="omfwd" target="logs.example.com" protocol="tcp")\n}',
  ':msg, contains, "x" @@logs.example.com',
  "auth,authpriv.* /var/log/auth.log\n& stop\n*.* @@logs.example.com",
  'ruleset(name="away") {\n*.* @@logs.example.com\n}',
])("of records under conditions it is not told whether those of logins are among them: %s", (text) => {
  expect(told(text).forwards.map((it) => it.logins)).toEqual(told(text).forwards.map(() => undefined));
});

test("a stop for other records leaves those of logins alone", () => {
  expect(one("mail.* stop\n*.* @@logs.example.com")?.logins).toBe(true);
});

test("files that were not read are told, files and consoles are no way out", () => {
  expect(told("$IncludeConfig /opt/*.conf").unread).toHaveLength(1);
  expect(told("*.* /var/log/syslog\n*.emerg :omusrmsg:*\n*.* -/var/log/all").forwards).toEqual([]);
});

test("whatever stands there, it ends and throws nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 30 }), (texts) => {
      rsyslogForwards(texts.map((text, i) => ({ path: "/etc/rsyslog.conf", number: i, text })));
      parseConfigurationLines(texts.join("\n"));
    }),
  );
});
