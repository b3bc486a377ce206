import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeLeaf } from "../../../../test/bed/certificates.ts";
import { behaviours, startHostileServer } from "../../../../test/bed/hostile-server.ts";
import { startGnutlsServer, startOpensslServer } from "../../../../test/bed/openssl-server.ts";
import { requireProgram, testbedHas } from "../../../../test/bed/program.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { startTlsServer } from "../../../../test/bed/tls-server.ts";
import { type TargetWish, tlsTarget } from "../../../../test/bed/tls-target.ts";
import { webServers } from "../../../../test/bed/web-servers.ts";
import { tlsFeaturesSchema } from "../facts.ts";
import { observeFlaws } from "../flaws/observe-flaws.ts";
import { Openings } from "../openings.ts";
import { isTrouble } from "../target.ts";
import type { Features } from "./feature.ts";
import { observeFeatures } from "./observe-features.ts";

const leaf = () => makeLeaf({ key: "rsa-2048", names: ["DNS:www.example.com"] });
const [modern, withBlocks] = [
  [0xc02f, 0xc030, 0xcca8],
  [0xc02f, 0xc013, 0x002f],
];

async function featuresAt(port: number, wish: TargetWish = {}) {
  const target = tlsTarget(port, wish);
  const told = await observeFeatures(target, new Openings(target));
  if (isTrouble(told)) throw new Error(told.message);
  tlsFeaturesSchema.parse(told);
  return { told, connections: target.connections() };
}

/** Present features by name; a trouble by its kind; nothing for what does not apply. */
function inShort(told: Features) {
  const { alpn: _alpn, withoutServerName: _name, ...features } = told;
  return Object.fromEntries(
    Object.entries(features).map(([name, it]) => [name, it.trouble ? it.trouble.kind : it.present]),
  );
}

async function opensslFeatures(options: readonly string[], wish: TargetWish = {}) {
  const server = await startOpensslServer(leaf(), options);
  const { told, connections } = await featuresAt(server.port, wish);
  await server.stop();
  return { told, connections, short: inShort(told) };
}

describe.skipIf(!testbedHas("openssl"))("features of OpenSSL", () => {
  it("are told as its own defaults say, in at most ten connections", async () => {
    const { short, connections } = await opensslFeatures([], { suites: withBlocks });
    expect(short).toEqual({
      secureRenegotiation: true,
      clientRenegotiation: false,
      insecureRenegotiation: false,
      compression: false,
      sessionTickets: true,
      sessionIds: true,
      resumption: true,
      extendedMasterSecret: true,
      fallbackScsv: true,
      earlyData: false,
      encryptThenMac: true,
      ocspStapling: false,
    });
    expect(connections).toBeLessThanOrEqual(10);
  });

  it("are told where they are switched off", async () => {
    const off = ["-no_ticket", "-no_cache", "-no_etm", "-num_tickets", "0"];
    const { short } = await opensslFeatures(off, { suites: withBlocks });
    expect(short).toMatchObject({
      sessionTickets: false,
      sessionIds: false,
      resumption: false,
      encryptThenMac: false,
    });
  });

  it("say nothing of what has no meaning in TLS 1.3", async () => {
    const { short, told, connections } = await opensslFeatures(["-tls1_3"], { versions: ["TLSv1.3"] });
    const meaningful = { sessionTickets: true, resumption: true, earlyData: false, ocspStapling: false };
    expect(Object.fromEntries(Object.entries(short).filter(([, it]) => it !== undefined))).toEqual(meaningful);
    expect(told.withoutServerName?.answered).toBe(true);
    expect(connections).toBeLessThanOrEqual(10);
  });

  it("tell early data by the ticket", async () => {
    for (const versions of [["TLSv1.3"], ["TLSv1.2", "TLSv1.3"]] as const) {
      const { short } = await opensslFeatures(["-early_data", "-max_early_data", "16384"], { versions });
      expect(short["earlyData"]).toBe(true);
    }
  });

  it("do not tell early data where the library can't speak the server's TLS 1.3", async () => {
    const { short } = await opensslFeatures(["-tls1_2"], { versions: ["TLSv1.2", "TLSv1.3"] });
    expect(short["earlyData"]).toBe("unsupported");
  });

  it("tell a renegotiation that the client begins, and one without RFC 5746", async () => {
    const secure = await opensslFeatures(["-client_renegotiation"], { suites: modern });
    expect(secure.short).toMatchObject({ clientRenegotiation: true, insecureRenegotiation: false });
    const insecure = await opensslFeatures(["-client_renegotiation", "-legacy_renegotiation"], { suites: withBlocks });
    expect(insecure.short).toMatchObject({ clientRenegotiation: true, insecureRenegotiation: true });
  });

  it("tell every protocol of ALPN", async () => {
    const clear = await opensslFeatures(["-alpn", "http/1.1,h2"], { suites: modern });
    expect(new Set(clear.told.alpn)).toEqual(new Set(["h2", "http/1.1"]));
    const encrypted = await opensslFeatures(["-tls1_3", "-alpn", "http/1.1,h2"], { versions: ["TLSv1.3"] });
    expect(new Set(encrypted.told.alpn)).toEqual(new Set(["h2", "http/1.1"]));
    const none = await opensslFeatures(["-alpn", "example"], { suites: modern });
    expect(none.told.alpn).toEqual([]);
    expect(none.short["secureRenegotiation"]).toBe(true);
  });

  it("tell a fallback only where there is a version to fall back to", async () => {
    const two = await opensslFeatures(["-no_tls1_3"], { versions: ["TLSv1.1", "TLSv1.2"], suites: withBlocks });
    expect(two.short).toMatchObject({ fallbackScsv: true, earlyData: undefined });
    const one = await opensslFeatures(["-tls1_2"], { versions: ["TLSv1.2"], suites: modern });
    expect(one.short["fallbackScsv"]).toBeUndefined();
  });

  it("tell a stapled response, in TLS 1.2 and in TLS 1.3", async () => {
    const files = leaf();
    const folder = runFolder("staple");
    const file = join(folder, "response.der");
    writeFileSync(join(folder, "index.txt"), "");
    execFileSync(requireProgram("openssl") ?? "", [
      ...["ocsp", "-index", join(folder, "index.txt"), "-rsigner", files.chain, "-rkey", files.key],
      ...["-CA", files.authority, "-issuer", files.authority, "-serial", "1", "-respout", file, "-noverify"],
    ]);
    for (const versions of [["TLSv1.2"], ["TLSv1.3"]] as const) {
      const only = versions[0] === "TLSv1.3" ? "-tls1_3" : "-tls1_2";
      const server = await startOpensslServer(files, ["-status_file", file, only]);
      const { told } = await featuresAt(server.port, { versions, suites: modern });
      await server.stop();
      expect(told.ocspStapling).toEqual({ present: true });
    }
  });

  it("speak of TLS 1.0 as well", async () => {
    const { short } = await opensslFeatures(["-tls1"], { versions: ["TLSv1"], suites: [0xc013, 0x002f] });
    expect(short).toMatchObject({ secureRenegotiation: true, clientRenegotiation: false, resumption: true });
    expect(short).toMatchObject({ encryptThenMac: true, earlyData: undefined, fallbackScsv: undefined });
  });
});

describe("features of other servers", () => {
  it("name the certificate that a hello without a name gets", async () => {
    const [named, nameless] = [leaf(), leaf()];
    const pem = (path: string) => readFileSync(path, "utf8");
    const { createSecureContext } = await import("node:tls");
    const context = createSecureContext({ key: pem(named.key), cert: pem(named.chain) });
    const server = await startTlsServer(nameless, { SNICallback: (_name, done) => done(null, context) });
    const expected = createHash("sha256")
      .update(new X509Certificate(pem(nameless.chain)).raw)
      .digest("hex");
    const clear = await featuresAt(server.port, { suites: modern });
    const encrypted = await featuresAt(server.port, { versions: ["TLSv1.3"] });
    await server.stop();
    expect(clear.told.withoutServerName).toEqual({ answered: true, certificateSha256: expected });
    expect(encrypted.told.withoutServerName).toEqual({ answered: true, certificateSha256: expected });
    expect(clear.told.encryptThenMac).toEqual({});
  });

  it.skipIf(!testbedHas("gnutls-serv"))("tell those of GnuTLS, with early data and renegotiation", async () => {
    const server = await startGnutlsServer(leaf(), ["--earlydata", "--alpn=h2", "--priority=NORMAL:+VERS-ALL:+RSA"]);
    const { told } = await featuresAt(server.port, { suites: withBlocks });
    await server.stop();
    expect(inShort(told)).toMatchObject({
      secureRenegotiation: true,
      sessionTickets: true,
      resumption: true,
      extendedMasterSecret: true,
      encryptThenMac: true,
      fallbackScsv: true,
      earlyData: true,
    });
    expect(told.alpn).toEqual(["h2"]);
  });
});

describe.each(webServers)("features of $product", ({ program, start }) => {
  it.skipIf(!testbedHas(program))("are told in at most ten connections, and flaws in at most four", async () => {
    const server = await start({ variant: "good" });
    const target = tlsTarget(server.port, { suites: [0xc02f, 0xc030, 0xcca8, 0xc02b, 0xc02c, 0xcca9] });
    const told = await observeFeatures(target, new Openings(target));
    const looks = target.connections();
    const flaws = await observeFlaws(target, { paddingOracles: true }, new Openings(target));
    await server.stop();
    if (isTrouble(told) || isTrouble(flaws)) throw new Error("nothing seen");
    expect(inShort(told)).toMatchObject({
      secureRenegotiation: true,
      clientRenegotiation: false,
      insecureRenegotiation: false,
      compression: false,
      extendedMasterSecret: true,
      fallbackScsv: true,
      earlyData: false,
      encryptThenMac: undefined,
    });
    expect(looks).toBeLessThanOrEqual(10);
    expect(flaws.flaws.filter((it) => it.state !== "safe")).toEqual([]);
    expect(target.connections() - looks).toBeLessThanOrEqual(4);
  });
});

describe("what keeps features from being seen", () => {
  it.each(["random bytes", "an early close", "no answer ever", "endless headers"])("is told: %s", async (name) => {
    const server = await startHostileServer(behaviours[name] ?? (() => {}));
    for (const versions of [["TLSv1", "TLSv1.2", "TLSv1.3"], ["TLSv1.3"], ["SSLv3"]] as const) {
      const { told } = await featuresAt(server.port, { versions, timeoutMs: 500 });
      const { alpn, withoutServerName, ...features } = told;
      expect(Object.values(features).filter((it) => it.present !== undefined)).toEqual([]);
      expect([alpn, withoutServerName]).toEqual([undefined, undefined]);
      expect(features.resumption.trouble).toBeDefined();
    }
    await server.stop();
  });

  it("is told where no version is known", async () => {
    const target = tlsTarget(9, { versions: [] });
    expect(await observeFeatures(target, new Openings(target))).toMatchObject({ kind: "unsupported" });
  });

  it("is told of a budget that is used up, and never makes a feature absent", async () => {
    const server = await startTlsServer(leaf());
    const { told } = await featuresAt(server.port, { suites: withBlocks, maxConnections: 1 });
    await server.stop();
    expect(told.secureRenegotiation).toEqual({ present: true });
    for (const it of [told.fallbackScsv, told.resumption, told.encryptThenMac, told.clientRenegotiation])
      expect(it.trouble?.kind).toBe("budget");
  });
});
