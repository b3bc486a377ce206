import fc from "fast-check";
import { expect, test } from "vitest";
import { testCases } from "../../../../test/control-cases.ts";
import { serviceKinds } from "../../../probes/service/facts.ts";
import control from "./control.ts";
import { disclosureOf } from "./disclosure.ts";

testCases(control, import.meta.url);

const socket = { port: 1, address: "0.0.0.0", scope: "any" } as const;

test.each([
  ["smtp", "220 mail.example.com ESMTP Postfix", undefined],
  ["smtp", "220 mx-1.eu2.example.com ESMTP ready at Tue, 24 Nov 2026 04:03:07 +0000", undefined],
  ["smtp", "220 [192.0.2.25] ESMTP", undefined],
  ["smtp", "220 192.0.2.25 ESMTP", undefined],
  ["smtp", "220 mail.example.com ESMTP Exim 4.96 Tue, 24 Nov 2026 04:03:07 +0000", "version"],
  ["smtp", "220 mail.example.com ESMTP Sendmail 8.17.1/8.17.1; Tue, 24 Nov 2026", "version"],
  ["smtp", "220 mail.example.com Microsoft ESMTP MAIL Service, Version: 10.0.17763.1697 ready", "version"],
  ["ftp", "220 (vsFTPd 3.0.3)", "version"],
  ["ftp", "220 ProFTPD Server (Debian) [::ffff:192.0.2.7]", undefined],
  [
    "ftp",
    "220---------- Welcome to Pure-FTPd [TLS] ---------- 220-Local time is now 04:12. Server port: 21.",
    undefined,
  ],
  ["pop3", "+OK Dovecot ready. <1a.2.65f1.1e2f@mail.example.com>", undefined],
  ["imap", "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Dovecot (Debian) ready.", undefined],
  ["imap", "* OK mail.example.com Cyrus IMAP 3.6.1-Debian-3.6.1-4 server ready", "version"],
  ["tls", "* OK mail.example.com Cyrus IMAP 3.6.1 server ready", "version"],
  ["ssh", "SSH-2.0-OpenSSH_9.2p1", undefined],
  ["ssh", "SSH-2.0-dropbear_2022.83", undefined],
  ["ssh", "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u9", "patch"],
  ["ssh", "Be warned. SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.5", "patch"],
  ["mysql", "8.0.36", "database"],
  ["mariadb", "5.5.5-10.11.6-MariaDB-0+deb12u1", "database"],
  ["rsync", "@RSYNCD: 31.0", undefined],
  ["redis", "-DENIED Redis is running in protected mode", undefined],
  ["unknown", "HELLO from product 1.2", "version"],
] as const)("%s %j: %s", (service, greeting, expected) => {
  expect(disclosureOf({ ...socket, service, greeting })).toBe(expected);
});

test("no greeting makes it throw, or take long", () => {
  fc.assert(
    fc.property(fc.constantFrom(...serviceKinds), fc.string({ unit: "binary" }), (service, greeting) => {
      disclosureOf({ ...socket, service, greeting });
    }),
  );
  for (const text of ["a.", "1.", "<", "[", "a-", "1 ", "SSH-"])
    disclosureOf({ ...socket, service: "smtp", greeting: text.repeat(150) });
});
