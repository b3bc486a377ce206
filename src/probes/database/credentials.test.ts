import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { type LeafFiles, makeLeaf } from "../../../test/bed/certificates.ts";
import { databaseSubject } from "../../../test/bed/database-subject.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { startTlsServer } from "../../../test/bed/tls-server.ts";
import { TroubleError } from "../../transports/trouble.ts";
import { authoritiesOf, mayShowPassword } from "./credentials.ts";
import { Line } from "./line.ts";

/** A connection to a server as if it were on another machine. */
async function lineTo(leaf: LeafFiles): Promise<Line> {
  const server = await startTlsServer(leaf);
  const address = { host: "127.0.0.1", port: server.port, place: "db.example.com:1", local: false };
  const line = await Line.open(address, { signal: new AbortController().signal, timeoutMs: 60_000, maxBytes: 1000 });
  onTestFinished(async () => {
    line.close();
    await server.stop();
  });
  return line;
}

test.skipIf(!testbedHas("openssl"))("a password only goes to who proves to be the declared server", async () => {
  const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
  const authorities = readFileSync(leaf.authority, "utf8");
  const plain = await lineTo(leaf);
  expect(() => mayShowPassword(plain)).toThrow("clear text");
  const unknown = await lineTo(leaf);
  await unknown.secure(undefined);
  expect(() => mayShowPassword(unknown)).toThrow("whoever has this certificate");
  const other = await lineTo(makeLeaf({ key: "ec-256", names: ["DNS:other.example.com"] }));
  await other.secure(authorities);
  expect(() => mayShowPassword(other)).toThrow("whoever has this certificate");
  const right = await lineTo(leaf);
  await right.secure(authorities);
  expect(() => mayShowPassword(right)).not.toThrow();
});

test("authorities that can't be read are a trouble", async () => {
  const { declared } = databaseSubject({ kind: "redis", address: "h", trust: "/nonexistent/ca.pem" });
  await expect(authoritiesOf(declared)).rejects.toBeInstanceOf(TroubleError);
});
