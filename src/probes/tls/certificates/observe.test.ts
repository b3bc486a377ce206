import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createServer, type TlsOptions } from "node:tls";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  derOf,
  type Issued,
  issue,
  keys,
  makeAuthority,
  pemOf,
  serverExtensions,
} from "../../../../test/bed/authority.ts";
import { type Chain, startChainNginx, startChainServer } from "../../../../test/bed/chain-servers.ts";
import { startDnsServer } from "../../../../test/bed/dns-server.ts";
import { freePort } from "../../../../test/bed/free-port.ts";
import { behaviours, startHostileServer } from "../../../../test/bed/hostile-server.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { ocspAnswer, startRevocationDesk } from "../../../../test/bed/revocation-desk.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { makeLog, withTimestamps } from "../../../../test/bed/transparency-log.ts";
import { endpointAddress } from "../../../transports/endpoint-address.ts";
import type { Trouble } from "../../../transports/trouble.ts";
import { type TlsCertificates, tlsCertificatesSchema } from "../facts.ts";
import { openTarget } from "../open-target.ts";
import type { Known } from "../target.ts";
import { handshakeMessage, record } from "../wire/frame.ts";
import { u16, u24 } from "../wire/write.ts";
import { type CertificateOptions, observeCertificates } from "./observe.ts";

interface Look {
  readonly root?: Issued;
  readonly name?: string;
  readonly known?: Partial<Known>;
  readonly options?: CertificateOptions;
  readonly timeoutMs?: number;
}

async function observe(port: number, look: Look = {}): Promise<TlsCertificates | Trouble> {
  const target = openTarget({
    address: endpointAddress(`https://${look.name ?? "www.example.com"}:${port}/`, "127.0.0.1"),
    trust: look.root?.certificate,
    maxConnections: 6,
    maxBytes: 1_000_000,
    timeoutMs: look.timeoutMs ?? 5000,
    signal: new AbortController().signal,
    now: () => new Date(),
  });
  if (look.known) target.learn({ versions: [], suites: new Map(), groups: { tls13: [], earlier: [] }, ...look.known });
  return observeCertificates(target, look.options);
}

async function factsOf(port: number, look: Look = {}): Promise<TlsCertificates> {
  const facts = await observe(port, look);
  expect(tlsCertificatesSchema.safeParse(facts).error).toBeUndefined();
  return facts as TlsCertificates;
}

const hashes = (of: readonly Issued[]) => of.map((it) => createHash("sha256").update(derOf(it)).digest("hex"));
const sentBy = (facts: TlsCertificates) => facts.chains.map((it) => it.sent.map((one) => one.sha256));
const names = ["DNS:www.example.com", "DNS:*.shop.example.com"];

async function startNode(chain: Chain, options: TlsOptions & { readonly staple?: Buffer } = {}): Promise<number> {
  const cert = chain.map(pemOf).join("");
  const server = createServer({ key: readFileSync(chain[0].key), cert, ...options });
  const { staple } = options;
  if (staple) server.on("OCSPRequest", (_certificate, _issuer, callback) => callback(null, staple));
  server.on("tlsClientError", () => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe.skipIf(!testbedHas("openssl"))("the certificates of a server", () => {
  let root: Issued;
  let upper: Issued;
  let lower: Issued;
  let ec: Issued;
  let rsa: Issued;
  let stranger: Issued;

  beforeAll(() => {
    root = makeAuthority("Example Root");
    upper = makeAuthority("Example Upper", root);
    lower = makeAuthority("Example Lower", upper);
    ec = issue({ name: "www.example.com", extensions: serverExtensions(names) }, lower);
    rsa = issue({ name: "www.example.com", key: keys.rsa, extensions: serverExtensions(names) }, lower);
    stranger = makeAuthority("Example Stranger");
  });

  describe.skipIf(!testbedHas("nginx"))("nginx", () => {
    test.each([
      ["TLS 1.2", "ssl_protocols TLSv1.2;"],
      ["TLS 1.3 alone", "ssl_protocols TLSv1.3;"],
      ["both", "ssl_protocols TLSv1.2 TLSv1.3;"],
    ])("are its ECDSA and its RSA one, each as sent, with %s", async (_name, protocols) => {
      const chains: readonly Chain[] = [
        [rsa, upper, lower, root],
        [ec, lower, upper],
      ];
      const server = await startChainNginx(chains, protocols);
      onTestFinished(server.stop);
      const facts = await factsOf(server.port, { root });
      expect(sentBy(facts)).toEqual([hashes([ec, lower, upper]), hashes([rsa, upper, lower, root])]);
      expect(facts).toMatchObject({
        serverName: "www.example.com",
        roots: "estate",
        chains: [
          { kind: "ECDSA", trusted: true, nameMatches: true, order: "ordered", rootSent: false },
          { kind: "RSA", trusted: true, nameMatches: true, order: "unordered", rootSent: true },
        ],
      });
      expect(facts.troubles).toBeUndefined();
    });

    test("come with the stapled answer, in both versions", async () => {
      const staple = join(runFolder("staple"), "it.der");
      for (const [status, books] of [
        ["good", { issuer: lower, good: [ec], revoked: [] }],
        ["revoked", { issuer: lower, good: [], revoked: [ec] }],
      ] as const) {
        writeFileSync(staple, ocspAnswer(books, ec));
        for (const version of ["TLSv1.2", "TLSv1.3"]) {
          const stapling = ["ssl_stapling on;", `ssl_stapling_file ${staple};`, `ssl_protocols ${version};`];
          const server = await startChainNginx([[ec, lower, upper]], ...stapling);
          const { chains } = await factsOf(server.port, { root });
          await server.stop();
          expect(chains, version).toMatchObject([
            { stapled: { status, signatureValid: true }, revocation: { state: status, by: "stapling" } },
          ]);
        }
      }
    });

    test("are seen where a client certificate is demanded", async () => {
      const demand = ["ssl_verify_client on;", `ssl_client_certificate ${root.certificate};`];
      for (const version of ["TLSv1.2", "TLSv1.3"]) {
        const server = await startChainNginx([[ec, lower]], ...demand, `ssl_protocols ${version};`);
        const facts = await factsOf(server.port, { root });
        await server.stop();
        expect(sentBy(facts)).toEqual([hashes([ec, lower])]);
        expect(facts.chains).toMatchObject([{ order: "incomplete", trusted: false }]);
      }
    });
  });

  describe("s_server", () => {
    test.each([
      "TLS_AES_128_GCM_SHA256",
      "TLS_AES_256_GCM_SHA384",
      "TLS_CHACHA20_POLY1305_SHA256",
      "TLS_AES_128_CCM_SHA256",
      "TLS_AES_128_CCM_8_SHA256",
    ])("are seen under %s", async (suite) => {
      const server = await startChainServer([ec, lower, upper, stranger], "-tls1_3", "-ciphersuites", suite);
      onTestFinished(server.stop);
      const facts = await factsOf(server.port, { root, known: { versions: ["TLSv1.3"] } });
      expect(sentBy(facts)).toEqual([hashes([ec, lower, upper, stranger])]);
      expect(facts.chains).toMatchObject([{ order: "superfluous", trusted: true }]);
    });

    test.each([
      ["X25519", 29],
      ["P-256", 23],
      ["P-384", 24],
      ["P-521", 25],
    ])("are seen with keys agreed on in %s", async (group, code) => {
      const server = await startChainServer([ec, lower, upper], "-tls1_3", "-groups", group);
      onTestFinished(server.stop);
      const known = { versions: ["TLSv1.3"], groups: { tls13: [code], earlier: [] } } as const;
      expect(sentBy(await factsOf(server.port, { root, known }))).toEqual([hashes([ec, lower, upper])]);
    });

    test("are a trouble where keys are agreed on in no group of ours", async () => {
      const server = await startChainServer([ec, lower, upper], "-tls1_3", "-groups", "ffdhe2048");
      onTestFinished(server.stop);
      const known = { versions: ["TLSv1.3"], groups: { tls13: [256], earlier: [] } } as const;
      expect(await observe(server.port, { root, known })).toMatchObject({ kind: "unsupported" });
    });

    test("are seen where keys are agreed on with X448 alone", async () => {
      const server = await startChainServer([ec, lower, upper], "-tls1_3", "-groups", "X448");
      onTestFinished(server.stop);
      const known = { versions: ["TLSv1.3"], groups: { tls13: [30], earlier: [] } } as const;
      expect(sentBy(await factsOf(server.port, { root, known }))).toEqual([hashes([ec, lower, upper])]);
    });

    test.each([
      ["TLSv1", "-tls1"],
      ["TLSv1.1", "-tls1_1"],
    ] as const)("are seen with %s alone", async (version, option) => {
      const server = await startChainServer([rsa, lower, upper], option, "-cipher", "ALL@SECLEVEL=0");
      onTestFinished(server.stop);
      const facts = await factsOf(server.port, { root, known: { versions: [version] } });
      expect(sentBy(facts)).toEqual([hashes([rsa, lower, upper])]);
    });

    test("are seen of an Ed25519 key", async () => {
      const ed = issue({ name: "x", key: keys.ed25519, extensions: serverExtensions(names) }, root);
      for (const version of ["-tls1_2", "-tls1_3"]) {
        const server = await startChainServer([ed], version);
        const { chains } = await factsOf(server.port, { root });
        await server.stop();
        expect(chains).toMatchObject([{ kind: "ed25519", trusted: true, order: "ordered" }]);
      }
    });

    test("come with timestamps of the certificate and of the handshake, verified with the estate's logs", async () => {
      const log = makeLog();
      const ctLogs = log.listFile();
      const stamped = withTimestamps(ec, lower, log.beforeIssue(ec, lower));
      const list = log.vouchFor(derOf(stamped));
      const info = Buffer.concat([Buffer.of(0, 18, list.length >> 8, list.length & 0xff), list]);
      const file = join(runFolder("info"), "it.pem");
      const title = "SERVERINFO FOR TIMESTAMPS";
      writeFileSync(file, `-----BEGIN ${title}-----\n${info.toString("base64")}\n-----END ${title}-----\n`);
      const server = await startChainServer([stamped, lower, upper], "-tls1_2", "-serverinfo", file);
      onTestFinished(server.stop);
      const timestamps = async (options: CertificateOptions) =>
        (await factsOf(server.port, { root, options })).chains[0]?.scts.map((it) => [it.source, it.signature]);
      expect(await timestamps({ outside: false, ctLogs })).toEqual([
        ["certificate", "valid"],
        ["tls", "valid"],
      ]);
      expect(await timestamps({ outside: false, ctLogs: makeLog().listFile() })).toEqual([
        ["certificate", "unknown-log"],
        ["tls", "unknown-log"],
      ]);
      const missing = await factsOf(server.port, { root, options: { outside: false, ctLogs: "/nowhere/logs.json" } });
      expect(missing.troubles).toMatchObject([{ about: "certificate transparency logs" }]);
    });
  });

  describe("Node", () => {
    test("are seen with keys agreed on in a hybrid group alone", async () => {
      const port = await startNode([rsa, lower, upper], { minVersion: "TLSv1.3", ecdhCurve: "X25519MLKEM768" });
      const known = { versions: ["TLSv1.3"], groups: { tls13: [0x11ec], earlier: [] } } as const;
      expect(sentBy(await factsOf(port, { root, known }))).toEqual([hashes([rsa, lower, upper])]);
    });

    test("are told to have a stapled answer that says nothing", async () => {
      const port = await startNode([rsa, lower, upper], { staple: Buffer.from("nonsense") });
      expect((await factsOf(port, { root })).chains).toMatchObject([
        {
          stapled: { status: "invalid", signatureValid: false },
          revocation: { state: "not-asked", by: "nothing", detail: expect.stringContaining("of no use") },
        },
      ]);
    });

    test("must be stapled, have exponent 3, and are for another name", async () => {
      const wish = { name: "x", key: keys.exponent3, extensions: serverExtensions(names, "tlsfeature=status_request") };
      const port = await startNode([issue(wish, root)]);
      const { chains } = await factsOf(port, { root, name: "other.example.com" });
      expect(chains).toMatchObject([{ nameMatches: false, sent: [{ exponent: "3", mustStaple: true }] }]);
      expect(chains[0]?.stapled).toBeUndefined();
      expect((await factsOf(port, { root, name: "a.shop.example.com" })).chains[0]?.nameMatches).toBe(true);
    });

    test("of a private authority are not trusted by Mozilla's roots", async () => {
      const port = await startNode([rsa, lower, upper, root]);
      expect(await factsOf(port)).toMatchObject({
        roots: "mozilla",
        chains: [{ trusted: false, trustError: "SELF_SIGNED_CERT_IN_CHAIN", order: "ordered" }],
      });
    });
  });

  test("are asked about outside only where that is allowed, and only where they are trusted", async () => {
    const desk = await startRevocationDesk();
    const dns = await startDnsServer({ "example.com": [[0, "issue", "ca.example.net"]] });
    const line = `authorityInfoAccess=OCSP;URI:${desk.url("/ocsp")}`;
    const it = issue({ name: "x", extensions: serverExtensions(names, line) }, root);
    desk.keep({ issuer: root, good: [], revoked: [it] });
    const port = await startNode([it, root]);
    const outside = { outside: true, dnsServers: [dns.address] };
    const inside = await factsOf(port, { root });
    const untrusted = await factsOf(port, { options: outside });
    expect(inside.caa).toBeUndefined();
    expect([inside, untrusted].map((facts) => facts.chains[0]?.revocation.state)).toEqual(["not-asked", "not-asked"]);
    expect(desk.asked()).toEqual([]);
    const asked = await factsOf(port, { root, options: outside });
    expect(asked.chains[0]?.revocation).toMatchObject({ state: "revoked", by: "ocsp" });
    expect(asked.caa).toEqual({ records: ['0 issue "ca.example.net"'] });
    expect(desk.asked()).toEqual(["POST /ocsp"]);
    await desk.stop();
    await dns.stop();
  });

  test("are told once where a server shows the same whatever it is asked for", async () => {
    const list = Buffer.concat([rsa, lower, upper].map(derOf).map((der) => Buffer.concat([u24(der.length), der])));
    const random = Buffer.alloc(32, 7);
    const hello = Buffer.concat([u16(0x0303), random, Buffer.of(0), u16(0x009c), Buffer.of(0)]);
    const flight = Buffer.concat([
      handshakeMessage(2, hello),
      handshakeMessage(11, Buffer.concat([u24(list.length), list])),
      handshakeMessage(14, Buffer.alloc(0)),
    ]);
    const server = await startHostileServer((socket) => void socket.write(record(22, flight, 0x0303)));
    const facts = await factsOf(server.port, { root, known: { versions: ["TLSv1.2"] } });
    expect(server.connections()).toBe(2);
    expect(sentBy(facts)).toEqual([hashes([rsa, lower, upper])]);
    await server.stop();
  });

  test("are revoked where an authority above them is", async () => {
    const desk = await startRevocationDesk();
    const line = `crlDistributionPoints=URI:${desk.url("/crl")}`;
    const between = makeAuthority("Example Between", root, line);
    const it = issue({ name: "x", extensions: serverExtensions(names) }, between);
    const port = await startNode([it, between, root], {
      staple: ocspAnswer({ issuer: between, good: [it], revoked: [] }, it),
    });
    const state = async () => {
      const [chain] = (await factsOf(port, { root, name: "127.0.0.1", options: { outside: true } })).chains;
      return chain?.revocation;
    };
    desk.keep({ issuer: root, good: [between], revoked: [] });
    expect(await state()).toMatchObject({ state: "good", by: "stapling" });
    desk.keep({ issuer: root, good: [], revoked: [between] });
    expect(await state()).toMatchObject({
      state: "revoked",
      by: "crl",
      detail: expect.stringContaining("Example Between"),
    });
    const times = desk.asked().length;
    await factsOf(port, { name: "127.0.0.1", options: { outside: true } });
    expect(desk.asked()).toHaveLength(times);
    await desk.stop();
  });

  describe("can't be told", () => {
    test("where nobody listens", async () => {
      expect(await observe(await freePort())).toMatchObject({ kind: "refused" });
    });

    test("without the estate's own authorities, where their file is missing", async () => {
      const root = { key: "", serial: "", certificate: "/nowhere/ca.pem" };
      expect(await observe(await freePort(), { root })).toMatchObject({ kind: "unreachable" });
    });

    test("of a server that has none", async () => {
      const server = await startChainServer([ec], "-nocert", "-tls1_2", "-cipher", "aNULL@SECLEVEL=0");
      onTestFinished(server.stop);
      expect(await observe(server.port)).toMatchObject({
        kind: "unsupported",
        message: expect.stringContaining("no cert"),
      });
    });

    test("of a server that stays silent, whatever version it is known to speak", async () => {
      for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
        const server = await startHostileServer(() => {});
        const told = await observe(server.port, { timeoutMs: 300, known: { versions: [version] } });
        expect(told).toMatchObject({ kind: "timeout" });
        await server.stop();
      }
    });

    test.each(Object.keys(behaviours))("of a server that sends %s", async (name) => {
      const behave = behaviours[name];
      if (!behave) throw new Error(name);
      const server = await startHostileServer(behave);
      const told = await observe(server.port, { timeoutMs: 300 });
      expect(Object.keys(told)).toContain("wouldVerify");
      await server.stop();
    });
  });
});
