import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testbedHas } from "../../../test/bed/program.ts";
import { folderCache } from "../cache.ts";
import { suiteHistory } from "../history.ts";
import { readSuite } from "./list.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-apt-"));
const keyring = join(folder, "keyring.gpg");
const files = new Map<string, Buffer>();
let server: Server;
let uri = "";

const gpg = (args: readonly string[], input = "") =>
  execFileSync("gpg", ["--homedir", join(folder, "gpg"), "--batch", "--yes", ...args], {
    input,
    stdio: ["pipe", "pipe", "ignore"],
  });
const packages = (version: string) =>
  `Package: apt\nVersion: ${version}\nArchitecture: amd64\n\nPackage: other\nVersion: 1\nArchitecture: all\n`;

/** Puts a signed suite on the mirror, as apt-ftparchive would. */
function publish(version: string, date: string, change: { suite?: string; list?: Buffer; key?: string } = {}) {
  const list = gzipSync(packages(version));
  const sha256 = createHash("sha256").update(list).digest("hex");
  const release = `Suite: oldstable-security\nCodename: ${change.suite ?? "bookworm-security"}\nDate: ${date}\nValid-Until: ${date.replace("2026", "2027")}\nSHA256:\n ${sha256} ${list.length} main/binary-amd64/Packages.gz\n`;
  const at = "/debian-security/dists/bookworm-security/";
  files.set(`${at}InRelease`, gpg(["-u", change.key ?? "good@example.com", "--clearsign"], release));
  files.set(`${at}main/binary-amd64/Packages.gz`, change.list ?? list);
}

const history = (options: { cache?: string; uri?: string } = {}) => {
  const source = {
    ...{ uri: options.uri ?? `${uri}/debian-security`, suite: "bookworm-security" },
    ...{ components: ["main", "contrib"], security: true },
  };
  return suiteHistory(
    `${source.uri}/dists/${source.suite}`,
    (it) => readSuite(source, "amd64", new Set(["apt"]), it, { keyring }),
    {
      ...{ timeoutMs: 5000, now: new Date("2026-11-24T00:00:00Z") },
      ...(options.cache !== undefined && { cache: folderCache(options.cache) }),
    },
  );
};

describe.skipIf(!testbedHas("gpg") || !testbedHas("gpgv"))("a suite of an apt repository", () => {
  beforeAll(async () => {
    mkdirSync(join(folder, "gpg"), { mode: 0o700 });
    for (const who of ["good", "evil"])
      gpg(["--passphrase", "", "--quick-generate-key", `${who}@example.com`, "ed25519", "sign", "never"]);
    writeFileSync(keyring, gpg(["--export", "good@example.com"]));
    server = createServer((request, response) => {
      const file = files.get(request.url ?? "");
      if (request.url?.startsWith("/elsewhere")) response.writeHead(302, { location: "http://192.0.2.1/" });
      else if (file === undefined) response.writeHead(404);
      response.end(file);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    execFileSync("gpgconf", ["--homedir", join(folder, "gpg"), "--kill", "all"], { stdio: "ignore" });
    rmSync(folder, { recursive: true });
  });

  it("offers what its signed index and the list with its hash say", async () => {
    publish("2.6.2", "Fri, 20 Nov 2026 00:12:41 UTC");
    const { now } = await history();
    expect(now).toMatchObject({
      list: { date: "2026-11-20T00:12:41.000Z", validUntil: "2027-11-20T00:12:41.000Z", verified: true },
    });
    expect("offered" in now && [...now.offered]).toEqual([["apt:amd64", { version: "2.6.2" }]]);
  });

  it("offers nothing when another key signed it", async () => {
    publish("2.6.2", "Fri, 20 Nov 2026 00:12:41 UTC", { key: "evil@example.com" });
    expect((await history()).now).toMatchObject({
      kind: "unparsable",
      message: expect.stringContaining("no good signature"),
    });
  });

  it("offers nothing when the signed text was changed", async () => {
    publish("2.6.2", "Fri, 20 Nov 2026 00:12:41 UTC");
    const path = "/debian-security/dists/bookworm-security/InRelease";
    files.set(path, Buffer.from((files.get(path)?.toString() ?? "").replace("Date: Fri, 20", "Date: Sat, 21")));
    expect((await history()).now).toMatchObject({ kind: "unparsable", message: expect.stringContaining("BADSIG") });
  });

  it("offers nothing when the list is not the one that was signed", async () => {
    publish("2.6.2", "Fri, 20 Nov 2026 00:12:41 UTC", { list: gzipSync(packages("0.1")) });
    expect((await history()).now).toMatchObject({ kind: "unparsable", message: expect.stringContaining("hash") });
  });

  it("offers nothing when the mirror serves another suite under its name", async () => {
    publish("2.6.2", "Fri, 20 Nov 2026 00:12:41 UTC", { suite: "bullseye-security" });
    expect((await history()).now).toMatchObject({
      kind: "unparsable",
      message: expect.stringContaining("index is that of"),
    });
  });

  it("is not fetched from where the mirror sends to", async () => {
    expect((await history({ uri: `${uri}/elsewhere` })).now).toMatchObject({ kind: "unsupported" });
  });

  it("is read from its newest copy when the mirror is gone, with the copy's dates, and earlier copies beside", async () => {
    const cache = join(folder, "cache");
    const place = `${uri}/debian-security`;
    for (const [version, date] of [
      ["2.6.1+deb12u1", "Tue, 10 Nov 2026 10:00:00 UTC"],
      ["2.6.2", "Fri, 20 Nov 2026 00:12:41 UTC"],
    ] as const) {
      publish(version, date);
      await history({ cache, uri: place });
    }
    files.clear();
    const { now, earlier } = await history({ cache, uri: place });
    expect(now).toMatchObject({ list: { date: "2026-11-20T00:12:41.000Z" } });
    expect(earlier.map((it) => it.offered.get("apt:amd64")?.version)).toEqual(["2.6.1+deb12u1"]);
  });

  it("does not believe a copy that was changed", async () => {
    publish("2.6.2", "Fri, 20 Nov 2026 00:12:41 UTC");
    const cache = join(folder, "changed");
    await history({ cache });
    const [copy] = execFileSync("find", [cache, "-name", "*Packages*"]).toString().trim().split("\n");
    writeFileSync(copy ?? "", gzipSync(packages("0.1")));
    expect(readFileSync(copy ?? "")).toHaveLength(gzipSync(packages("0.1")).length);
    files.clear();
    expect((await history({ cache })).now).toMatchObject({ kind: "unreachable" });
  });
});
