import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { takeApart } from "./index-file.ts";
import { apkSources, readRepository } from "./repository.ts";

const keys = mkdtempSync(join(tmpdir(), "holdfast-apk-"));
afterAll(() => rmSync(keys, { recursive: true }));
const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const [good, evil] = [pair(), pair()];
const keyName = "builder@example.com-6165ee59.rsa.pub";
writeFileSync(join(keys, keyName), good.publicKey.export({ type: "spki", format: "pem" }));

function tarEntry(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, "0"), 124);
  header.write(Math.floor(Date.UTC(2026, 10, 20) / 1000).toString(8), 136);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** An index as abuild-sign makes it. */
function index(text: string, key: KeyObject, options: { name?: string; hash?: "RSA" | "RSA256" } = {}): Buffer {
  const { name = keyName, hash = "RSA" } = options;
  const signed = gzipSync(
    Buffer.concat([
      tarEntry("DESCRIPTION", Buffer.from("v3.20")),
      tarEntry("APKINDEX", Buffer.from(text)),
      Buffer.alloc(1024),
    ]),
  );
  const signature = createSign(hash === "RSA" ? "RSA-SHA1" : "RSA-SHA256")
    .update(signed)
    .sign(key);
  return Buffer.concat([gzipSync(tarEntry(`.SIGN.${hash}.${name}`, signature)), signed]);
}

const [source] = apkSources("https://mirror.example.com/alpine/", "3.20.3", "amd64");
const read = (file: Buffer) =>
  readRepository(
    source ?? { uri: "", architecture: "" },
    new Set(["musl", "zlib"]),
    { fetchedAt: new Date(0), read: async () => file },
    keys,
  );
const text = "C:Q1\nP:musl\nV:1.2.5-r0\nA:x86_64\n\nP:zlib\nV:1.3.1-r1\n\nP:zlib\nV:1.3.1-r10\n\nP:other\nV:1\n";

describe("an Alpine repository", () => {
  it("is the branch's, below the mirror", () => {
    expect(source).toEqual({ uri: "https://mirror.example.com/alpine/v3.20/main", architecture: "x86_64" });
  });

  it.each(["RSA", "RSA256"] as const)("offers what its index says when the signature (%s) is good", async (hash) => {
    const told = await read(index(text, good.privateKey, { hash }));
    expect(told).toMatchObject({ list: { date: "2026-11-20T00:00:00.000Z", verified: true } });
    expect("offered" in told && [...told.offered]).toEqual([
      ["musl:all", { version: "1.2.5-r0" }],
      ["zlib:all", { version: "1.3.1-r10" }],
    ]);
  });

  it("offers nothing when another key signed it", async () => {
    expect(await read(index(text, evil.privateKey))).toMatchObject({
      kind: "unparsable",
      message: expect.stringContaining("no good signature"),
    });
  });

  it("offers nothing when its key is not in the folder, wherever its name points to", async () => {
    for (const name of ["unknown.rsa.pub", "../../etc/passwd", `../${keyName}`])
      expect(await read(index(text, good.privateKey, { name }))).toMatchObject({ kind: "unparsable" });
  });

  it("offers nothing when a byte of it changed", async () => {
    const file = index(text, good.privateKey);
    file[file.length - 20] = (file[file.length - 20] ?? 0) ^ 1;
    expect(await read(file)).toMatchObject({ kind: "unparsable" });
  });

  it("may be any bytes", () => {
    const file = index(text, good.privateKey);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.uint8Array({ maxLength: 40 }), (at, bytes) => {
        takeApart(Buffer.concat([file.subarray(0, at), bytes]));
        takeApart(Buffer.from(bytes));
      }),
    );
  });
});
