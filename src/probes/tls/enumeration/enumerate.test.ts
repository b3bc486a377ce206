import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type LeafFiles, makeLeaf } from "../../../../test/bed/certificates.ts";
import { startDaemon } from "../../../../test/bed/daemon.ts";
import { freePort } from "../../../../test/bed/free-port.ts";
import { startGnutlsServer, startOpensslServer } from "../../../../test/bed/openssl-server.ts";
import { requireProgram, testbedHas } from "../../../../test/bed/program.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { startShortHelloFront } from "../../../../test/bed/short-hello-front.ts";
import { startTlsServer } from "../../../../test/bed/tls-server.ts";
import { type TargetWish, tlsTarget } from "../../../../test/bed/tls-target.ts";
import { webServers } from "../../../../test/bed/web-servers.ts";
import type { Trouble } from "../../../transports/trouble.ts";
import type { ProtocolVersion } from "../facts.ts";
import { isTrouble } from "../target.ts";
import { type Enumerated, enumerate } from "./enumerate.ts";

interface Seen extends Enumerated {
  readonly connections: number;
  /** Code points by version, sorted. */
  readonly codes: Readonly<Record<string, readonly number[]>>;
  readonly offered: readonly ProtocolVersion[];
}

async function seenAt(port: number, wish: TargetWish = {}): Promise<Seen> {
  const target = tlsTarget(port, { maxConnections: 300, ...wish });
  const found: Enumerated | Trouble = await enumerate(target);
  if (isTrouble(found)) throw new Error(found.message);
  const sorted = found.suites.versions.map(
    (it) => [it.version, it.suites.map(({ code }) => code).sort((a, b) => a - b)] as const,
  );
  expect(found.suites.versions.map((it) => it.complete)).not.toContain(false);
  expect(found.versions.map((it) => it.trouble)).toEqual(found.versions.map(() => undefined));
  return {
    ...found,
    connections: target.connections(),
    codes: Object.fromEntries(sorted),
    offered: found.versions.filter((it) => it.offered).map((it) => it.version),
  };
}

const flags = { TLSv1: "-tls1", "TLSv1.1": "-tls1_1", "TLSv1.2": "-tls1_2" } as const;
const codeOf = (text: string) => Number.parseInt(text.replace(/,\s*0x|0x/g, ""), 16);

/** What OpenSSL itself says that this setting allows with a key of that kind. */
function opensslSuites(version: keyof typeof flags, ciphers: string, key: "RSA" | "ECDSA" | "both"): readonly number[] {
  const text = execFileSync("openssl", ["ciphers", "-V", "-s", flags[version], ciphers], { encoding: "utf8" });
  const rows = [...text.matchAll(/0x(\w\w),0x(\w\w) - .*?Au=(\w+)/g)];
  const fits = (au: string) => au === "None" || au === key || (key === "both" && /^(RSA|ECDSA)$/.test(au));
  return rows
    .filter(([, , , au = ""]) => fits(au))
    .map(([, a = "", b = ""]) => codeOf(a + b))
    .sort((a, b) => a - b);
}

const groupsIn = (seen: Seen, version: ProtocolVersion) =>
  seen.keyExchange.groups.filter((it) => it.versions.includes(version)).map((it) => it.name);
const schemesIn = (seen: Seen, version: ProtocolVersion) =>
  seen.keyExchange.signatureAlgorithms.filter((it) => it.versions.includes(version)).map((it) => it.name);

const rsa = () => makeLeaf({ key: "rsa-2048", names: ["DNS:www.example.com"] });
const ecdsa = () => makeLeaf({ key: "ec-256", names: ["DNS:www.example.com"] });

async function openssl(leaf: LeafFiles, options: readonly string[], look: (seen: Seen) => void): Promise<void> {
  const server = await startOpensslServer(leaf, options);
  try {
    look(await seenAt(server.port));
  } finally {
    await server.stop();
  }
}

const everything = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";
const tls13Default = [0x1301, 0x1302, 0x1303];

describe.skipIf(!testbedHas("openssl"))("what OpenSSL's server was told to offer is found, suite by suite:", () => {
  test.each([
    ["everything, RSA", "RSA", everything, [], ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]],
    ["everything, ECDSA", "ECDSA", everything, [], ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]],
    ["everything, both keys", "both", everything, [], ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]],
    ["its own defaults", "RSA", "DEFAULT", [], ["TLSv1.2", "TLSv1.3"]],
    ["only TLS 1.0", "RSA", "ALL:@SECLEVEL=0", ["-tls1"], ["TLSv1"]],
    ["only TLS 1.1", "RSA", "ALL:@SECLEVEL=0", ["-tls1_1"], ["TLSv1.1"]],
    ["only TLS 1.2 with forward secrecy", "RSA", "ECDHE+AESGCM:ECDHE+CHACHA20", ["-tls1_2"], ["TLSv1.2"]],
    ["a hole at TLS 1.2", "RSA", "ALL:@SECLEVEL=0", ["-no_tls1_2"], ["TLSv1", "TLSv1.1", "TLSv1.3"]],
    ["no encryption", "RSA", "eNULL:!PSK:@SECLEVEL=0", ["-tls1_2"], ["TLSv1.2"]],
    ["nobody's identity", "RSA", "aNULL:@SECLEVEL=0", ["-tls1_2"], ["TLSv1.2"]],
    [
      "an order of its own",
      "RSA",
      "AES256-SHA:ECDHE-RSA-AES128-SHA:DHE-RSA-AES256-GCM-SHA384",
      ["-serverpref", "-tls1_2"],
      ["TLSv1.2"],
    ],
    ["one suite", "ECDSA", "ECDHE-ECDSA-AES256-GCM-SHA384", ["-tls1_2"], ["TLSv1.2"]],
  ] as const)("%s", async (_name, key, ciphers, options, versions) => {
    const leaf = key === "ECDSA" ? ecdsa() : rsa();
    const other = ecdsa();
    const second = key === "both" ? ["-dcert", other.chain, "-dkey", other.key] : [];
    await openssl(leaf, ["-cipher", ciphers, ...second, ...options], (seen) => {
      expect(seen.offered).toEqual(versions);
      for (const version of versions)
        expect([version, seen.codes[version]]).toEqual([
          version,
          version === "TLSv1.3" ? tls13Default : opensslSuites(version, ciphers, key),
        ]);
      expect(seen.connections).toBeLessThan(200);
    });
  });

  test("suites of TLS 1.3, also one that is off by default", () =>
    openssl(rsa(), ["-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256:TLS_AES_128_GCM_SHA256"], (seen) => {
      expect([seen.offered, seen.codes]).toEqual([["TLSv1.3"], { "TLSv1.3": [0x1301, 0x1304] }]);
    }));

  test.each(["closes", "says nothing"] as const)("behind what %s when a hello is long", async (ending) => {
    const ciphers = "AES256-SHA:ECDHE-RSA-AES128-SHA:PSK-AES128-CBC-SHA:DHE-RSA-AES256-GCM-SHA384";
    const server = await startOpensslServer(rsa(), ["-cipher", ciphers, "-serverpref", "-psk", "00"]);
    const front = await startShortHelloFront(server.port, ending);
    const seen = await seenAt(front.port, { timeoutMs: ending === "closes" ? 10_000 : 2000 });
    await front.stop();
    await server.stop();
    expect(seen.suites.versions.find((it) => it.version === "TLSv1.2")).toMatchObject({ serverOrder: true });
    expect(seen.codes["TLSv1.2"]).toEqual([0x0035, 0x008c, 0x009f, 0xc013]);
  });

  test("only an odd one, at which nobody stops reading", () =>
    openssl(rsa(), ["-tls1_2", "-cipher", "PSK-AES128-CBC-SHA", "-psk", "00", "-nocert"], (seen) =>
      expect(seen.codes).toEqual({ "TLSv1.2": [0x008c] }),
    ));

  test("the server's own order, and the client's", async () => {
    const names = "AES256-SHA:ECDHE-RSA-AES128-SHA:DHE-RSA-AES256-GCM-SHA384";
    const options = ["-tls1_2", "-cipher", names];
    await openssl(rsa(), [...options, "-serverpref"], (seen) => {
      expect(seen.suites.versions[0]).toMatchObject({ serverOrder: true });
      expect(seen.suites.versions[0]?.suites.map((it) => it.code)).toEqual([0x0035, 0xc013, 0x009f]);
    });
    await openssl(rsa(), options, (seen) => expect(seen.suites.versions[0]).toMatchObject({ serverOrder: false }));
  });

  test("curves of TLS 1.2, also odd ones", () =>
    openssl(rsa(), ["-tls1_2", "-curves", "P-521:brainpoolP256r1:X25519:secp256k1"], (seen) => {
      expect(groupsIn(seen, "TLSv1.2").sort()).toEqual(["brainpoolP256r1", "secp256k1", "secp521r1", "x25519"]);
    }));

  test("groups of TLS 1.3 with finite fields", () =>
    openssl(rsa(), ["-tls1_3", "-curves", "ffdhe3072:X448:P-256"], (seen) => {
      expect(groupsIn(seen, "TLSv1.3").sort()).toEqual(["ffdhe3072", "secp256r1", "x448"]);
      expect(seen.keyExchange.groupsComplete).toBe(true);
    }));

  test("signature algorithms of TLS 1.2 and 1.3", async () => {
    const names = "rsa_pss_rsae_sha512:RSA+SHA256";
    await openssl(rsa(), ["-sigalgs", names, "-cipher", "ECDHE"], (seen) => {
      expect(schemesIn(seen, "TLSv1.2").sort()).toEqual(["rsa_pkcs1_sha256", "rsa_pss_rsae_sha512"]);
      expect(schemesIn(seen, "TLSv1.3")).toEqual(["rsa_pss_rsae_sha512"]);
    });
    await openssl(ecdsa(), ["-tls1_3"], (seen) =>
      expect(schemesIn(seen, "TLSv1.3")).toEqual(["ecdsa_secp256r1_sha256"]),
    );
  });

  test("Diffie-Hellman parameters: a prime of its own, and a well-known one", async () => {
    // Made once, because it takes long.
    const dhparam = [
      "-----BEGIN DH PARAMETERS-----",
      "MIGHAoGBAOM9KLUmSsiydD3uZJab4AcnA8mzPqAwtdPI6KVPOiK/CeTU6Zji/TBQ",
      "eIKUtSgNLVU353/u//dt/eGXLFuqYSOWTPm8xD7WUeMdVkmpbaS8EZ6feNG4U/Qx",
      "u01z/qblAzZZc8LuNuNmzHRFvb2qhCPXhlRZPZi1D9wYMGYi6C3nAgEC",
      "-----END DH PARAMETERS-----",
    ].join("\n");
    const server = await startTlsServer(rsa(), { dhparam, ciphers: "DHE-RSA-AES128-SHA:@SECLEVEL=0" });
    const { keyExchange } = await seenAt(server.port);
    await server.stop();
    expect(keyExchange.dh).toMatchObject([{ bits: 1024, generator: "2", exportGrade: false }]);
    expect([keyExchange.dh[0]?.knownPrime, keyExchange.dhReused]).toEqual([undefined, false]);
    await openssl(rsa(), ["-tls1_2", "-cipher", "DHE-RSA-AES128-SHA:@SECLEVEL=0"], (seen) =>
      expect(seen.keyExchange.dh).toMatchObject([{ bits: 2048, knownPrime: "RFC 3526 group 14" }]),
    );
  });

  test("client certificates: none, asked for, demanded", async () => {
    for (const version of ["-tls1_2", "-tls1_3"]) {
      await openssl(rsa(), [version, "-Verify", "1"], (seen) => expect(seen.clientCertificate).toBe("required"));
    }
    await openssl(rsa(), ["-tls1_2", "-verify", "1"], (seen) => expect(seen.clientCertificate).toBe("requested"));
    await openssl(rsa(), ["-tls1_2"], (seen) => expect(seen.clientCertificate).toBe("none"));
  });
});

/** What GnuTLS says that a priority string allows to a server with an RSA key. */
function gnutlsSuites(priority: string, version: "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3"): readonly number[] {
  const text = execFileSync("gnutls-cli", ["--list", "--priority", priority], { encoding: "utf8" });
  const rows = [...text.matchAll(/^(TLS_\w+)\s+(0x\w\w), (0x\w\w)\s+(\S+)/gm)];
  const least = ["SSL3.0", "TLS1.0", "TLS1.1", "TLS1.2"].slice(
    0,
    version === "TLSv1.2" ? 4 : version === "TLSv1.1" ? 3 : 2,
  );
  const fits = ([, name = "", , , from = ""]: RegExpMatchArray) =>
    version === "TLSv1.3" ? from === "TLS1.3" : least.includes(from) && !/ECDSA|DSS|PSK|SRP/.test(name);
  return rows
    .filter(fits)
    .map(([, , a = "", b = ""]) => codeOf(`${a}${b}`))
    .sort((a, b) => a - b);
}

describe.skipIf(!testbedHas("gnutls-serv"))("what GnuTLS's server was told to offer is found, suite by suite:", () => {
  const old =
    "NORMAL:-VERS-ALL:+VERS-TLS1.0:+VERS-TLS1.1:+VERS-TLS1.2:+ARCFOUR-128:+3DES-CBC:+NULL:+ANON-DH:+ANON-ECDH:+DHE-RSA:+RSA:+MD5:+SHA1";
  test.each([
    ["RC4, 3DES, NULL and anonymous ones", old, ["TLSv1", "TLSv1.1", "TLSv1.2"]],
    ["its normal ones", "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1", ["TLSv1.2", "TLSv1.3"]],
    [
      "only TLS 1.3 with two groups",
      "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-X448:+GROUP-SECP384R1",
      ["TLSv1.3"],
    ],
  ] as const)("%s", async (_name, priority, versions) => {
    const server = await startGnutlsServer(rsa(), ["--priority", priority]);
    try {
      const seen = await seenAt(server.port);
      expect(seen.offered).toEqual(versions);
      for (const version of versions)
        expect([version, seen.codes[version]]).toEqual([version, gnutlsSuites(priority, version)]);
      if (priority.includes("GROUP-X448")) expect(groupsIn(seen, "TLSv1.3").sort()).toEqual(["secp384r1", "x448"]);
    } finally {
      await server.stop();
    }
  });
});

describe("a server with post-quantum groups", () => {
  test("shows exactly those that it was told to offer", async () => {
    const leaf = rsa();
    const server = await startTlsServer(leaf, { ecdhCurve: "X25519MLKEM768:X25519:P-256:MLKEM768:SecP384r1MLKEM1024" });
    const seen = await seenAt(server.port);
    await server.stop();
    const names = ["MLKEM768", "SecP384r1MLKEM1024", "X25519MLKEM768", "secp256r1", "x25519"];
    expect(groupsIn(seen, "TLSv1.3").sort()).toEqual(names);
    expect(groupsIn(seen, "TLSv1.2").sort()).toEqual(["secp256r1", "x25519"]);
  });
});

/** nginx has no DHE without parameters of its own; Apache always takes the anonymous suites out. */
const badCiphers = { nginx: "ALL:!kDHE:@SECLEVEL=0", apache: "ALL:!aNULL:@SECLEVEL=0" } as const;

describe.each(webServers)("$product", ({ product, program, start }) => {
  test.skipIf(!testbedHas(program))("shows the suites of its configuration, hardened and not", async () => {
    for (const variant of ["good", "bad"] as const) {
      const server = await start({ variant });
      const seen = await seenAt(server.port);
      await server.stop();
      const old = variant === "bad" ? (["TLSv1", "TLSv1.1"] as const) : [];
      expect(seen.offered.filter((it) => it !== "TLSv1.3")).toEqual([...old, "TLSv1.2"]);
      const key = seen.suites.versions.at(-1)?.suites.some((it) => it.authentication === "ECDSA") ? "ECDSA" : "RSA";
      for (const version of old) expect(seen.codes[version]).toEqual(opensslSuites(version, badCiphers[product], key));
      if (variant === "good") expect(seen.suites.versions.flatMap((it) => it.suites).every((it) => it.aead)).toBe(true);
      else expect(seen.codes["TLSv1.2"]).toEqual(opensslSuites("TLSv1.2", badCiphers[product], key));
    }
  });
});

describe.skipIf(!testbedHas("haproxy") || !testbedHas("openssl"))("HAProxy", () => {
  test("shows the suites, order and curves of its configuration", async () => {
    const leaf = rsa();
    const folder = runFolder("haproxy-tls");
    const pem = join(folder, "site.pem");
    writeFileSync(pem, readFileSync(leaf.chain, "utf8") + readFileSync(leaf.key, "utf8"));
    const port = await freePort();
    const ciphers = "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA";
    const bind = `bind 127.0.0.1:${port} ssl crt ${pem} ssl-min-ver TLSv1.2 ciphers ${ciphers} curves P-384:P-256`;
    const file = join(folder, "haproxy.cfg");
    writeFileSync(
      file,
      `defaults\n  mode http\n  timeout client 10s\n  timeout server 10s\n  timeout connect 10s\nfrontend site\n  ${bind}\n  http-request return status 200\n`,
    );
    const daemon = await startDaemon(requireProgram("haproxy") ?? "", ["-q", "-f", file], [port]);
    const seen = await seenAt(port);
    await daemon.stop();
    expect(seen.offered).toEqual(["TLSv1.2", "TLSv1.3"]);
    expect(seen.suites.versions[0]).toMatchObject({ serverOrder: true });
    expect(seen.suites.versions[0]?.suites.map((it) => it.code)).toEqual([0xc030, 0xc02f, 0x002f]);
    expect(groupsIn(seen, "TLSv1.2").sort()).toEqual(["secp256r1", "secp384r1"]);
    expect(seen.connections).toBeLessThanOrEqual(35);
  });
});
