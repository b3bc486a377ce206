import { createPublicKey } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { derOf, type Issued, issue, makeAuthority, serverExtensions } from "../../../../test/bed/authority.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { makeLog, withTimestamps } from "../../../../test/bed/transparency-log.ts";
import { readCertificate } from "./certificate.ts";
import { oids } from "./extensions.ts";
import { knownLogs, logsOf } from "./known-logs.ts";
import { embeddedTimestamps, readTimestamps, withoutTimestamps } from "./signed-timestamps.ts";
import { type KnownLogs, type Logged, timestampSignature } from "./timestamp-signature.ts";
import { readX509, type X509Fields } from "./x509.ts";

function fieldsOf(it: Issued): X509Fields {
  const fields = readX509(derOf(it));
  if (!fields) throw new Error("not readable");
  return fields;
}

describe.skipIf(!testbedHas("openssl"))("a signed certificate timestamp", () => {
  let issuer: Issued;
  let other: Issued;
  let bare: Issued;
  let logged: Issued;
  let logs: KnownLogs;
  const log = makeLog();

  beforeAll(async () => {
    issuer = makeAuthority("Example Authority");
    other = makeAuthority("Example Other");
    bare = issue({ name: "www.example.com", extensions: serverExtensions(["DNS:www.example.com"]) }, issuer);
    logged = withTimestamps(bare, issuer, log.beforeIssue(bare, issuer));
    logs = (await knownLogs(log.listFile())) as KnownLogs;
  });

  const judge = (it: Issued, by: Issued | undefined, known = logs) => {
    const leaf = fieldsOf(it);
    const inside: Logged = { leaf, issuer: by && fieldsOf(by), source: "certificate" };
    const found = embeddedTimestamps(leaf.extensions.get(oids.signedTimestamps)?.value);
    return found.map((one) => timestampSignature(one, inside, known));
  };

  test("inside a certificate is found and holds", () => {
    expect(readCertificate(derOf(logged))?.facts.names).toEqual(["www.example.com"]);
    expect(judge(logged, issuer)).toEqual(["valid"]);
    expect(judge(bare, issuer)).toEqual([]);
  });

  test("is over exactly what was to be signed before it was put in", () => {
    expect(withoutTimestamps(fieldsOf(logged))).toEqual(fieldsOf(bare).toBeSigned.whole);
  });

  test("does not hold for another certificate or another issuer", () => {
    const stranger = issue({ name: "www.example.com", extensions: serverExtensions(["DNS:a.example.com"]) }, issuer);
    expect(judge(withTimestamps(stranger, issuer, log.beforeIssue(bare, issuer)), issuer)).toEqual(["invalid"]);
    expect(judge(logged, other)).toEqual(["invalid"]);
  });

  test("of a log whose key is not at hand is of an unknown log, and without the issuer not checked", () => {
    expect(judge(logged, issuer, new Map())).toEqual(["unknown-log"]);
    expect(judge(logged, undefined)).toEqual(["not-checked"]);
  });

  test("of the TLS extension is over the whole certificate", () => {
    const [it] = readTimestamps(log.vouchFor(derOf(bare)));
    if (!it) throw new Error("none");
    const outside = (of: Issued): Logged => ({ leaf: fieldsOf(of), issuer: undefined, source: "tls" });
    expect(timestampSignature(it, outside(bare), logs)).toBe("valid");
    expect(timestampSignature(it, outside(logged), logs)).toBe("invalid");
    expect(timestampSignature({ ...it, algorithm: 1 }, outside(bare), logs)).toBe("invalid");
    expect(timestampSignature({ ...it, timestamp: it.timestamp + 1n }, outside(bare), logs)).toBe("invalid");
  });

  test("is verified with logs by the hash of their key, whatever id the list gives", () => {
    const list = JSON.parse(readFileSync(log.listFile(), "utf8"));
    list.operators[0].logs[0].log_id = "AAAA";
    expect([...(logsOf(list)?.keys() ?? [])]).toEqual([log.logId]);
    expect(logs.get(log.logId)?.equals(createPublicKey(readFileSync(issuer.key)))).toBe(false);
  });

  test("can't be verified with a list that is none, which is said", async () => {
    const file = join(runFolder("logs"), "wrong.json");
    expect(await knownLogs(file)).toMatchObject({ kind: "unreachable" });
    for (const wrong of ["", "[]", '{"operators":[{"logs":[{"key":"AAAA"}]}]}']) {
      writeFileSync(file, wrong);
      expect(await knownLogs(file)).toMatchObject({ kind: "unparsable" });
    }
    expect(await knownLogs(undefined)).toEqual(new Map());
  });
});
