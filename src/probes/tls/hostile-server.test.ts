import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { type Behaviour, behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import tls from "./probe.ts";
import { handshakeMessage, record } from "./wire/frame.ts";
import { u16, u24 } from "./wire/write.ts";

/** Writes the same bytes for as long as they are read. */
const pour =
  (start: Buffer, again: Buffer): Behaviour =>
  (socket: Socket) => {
    const more = () => {
      while (!socket.destroyed && socket.write(again));
    };
    socket.write(start);
    socket.on("drain", more);
    more();
  };

const hello = handshakeMessage(
  2,
  Buffer.concat([u16(0x0303), Buffer.alloc(32, 7), Buffer.from([0]), u16(0xc02f), Buffer.from([0])]),
);
const nothing = Buffer.alloc(0);
const block = (bytes: Buffer) => Buffer.concat(Array.from({ length: 500 }, () => bytes));

const tlsBehaviours: Readonly<Record<string, Behaviour>> = {
  "endless empty records": pour(nothing, block(record(22, nothing))),
  "endless hello requests": pour(nothing, block(record(22, handshakeMessage(0, nothing)))),
  "endless warnings": pour(nothing, block(record(21, Buffer.from([1, 90])))),
  "a hello, and then handshake messages without end": pour(
    record(22, hello),
    block(record(22, handshakeMessage(99, Buffer.alloc(1000)))),
  ),
  "a certificate of 16 MB": pour(
    Buffer.concat([record(22, hello), record(22, Buffer.concat([Buffer.from([11]), u24(0xff_ff_ff)]))]),
    record(22, Buffer.alloc(16_000)),
  ),
  "a certificate whose lengths lie": (socket) =>
    void socket.write(Buffer.concat([record(22, hello), record(22, handshakeMessage(11, Buffer.from([0, 9, 9, 1])))])),
  "a hello that is cut off": (socket) => void socket.end(record(22, hello).subarray(0, 20)),
  "a suite that was never offered": (socket) =>
    void socket.write(record(22, Buffer.concat([hello.subarray(0, 39), u16(0x0a0a), Buffer.from([0])]))),
  "a record longer than records are": (socket) => void socket.write(Buffer.from([22, 3, 3, 0xff, 0xff, 1])),
  "one byte of a hello at a time": (socket) => {
    const bytes = record(22, hello);
    let at = 0;
    const timer = setInterval(() => socket.write(bytes.subarray(at, ++at)), 50);
    socket.on("close", () => clearInterval(timer));
  },
  "the client's own bytes": (socket, request) => void socket.write(Buffer.from(request, "latin1")),
};

describe("a server that", () => {
  test.concurrent.each([...Object.entries(behaviours), ...Object.entries(tlsBehaviours)])(
    "sends %s costs no more than its budget, and passes for nothing",
    async (_name, behave) => {
      const server = await startHostileServer(behave);
      const subject = endpointSubject({ url: `https://www.example.com:${server.port}/`, connect: "127.0.0.1" });
      const told = await tls.observe(
        subject,
        probeContext({ timeoutMs: 3000, maxBytes: 50_000_000, maxConnections: 120 }),
      );
      const connections = server.connections();
      await server.stop();
      expect(connections).toBeLessThanOrEqual(120);
      expect(told).toHaveLength(6);
      const protocols = told.find((it) => it.fact === "tls-protocols");
      if (!protocols || !("facts" in protocols)) return;
      // Where a hello was well-formed its version is offered; nothing else may be called refused by such a server.
      const { versions } = protocols.facts as { versions: { version: string; offered?: boolean }[] };
      expect(versions.filter((it) => it.offered).map((it) => it.version)).toEqual(["TLSv1.2"]);
    },
    60_000,
  );

  test("closes every connection leaves every version open, and says why", async () => {
    const server = await startHostileServer((socket) => socket.destroy());
    const subject = endpointSubject({ url: `https://www.example.com:${server.port}/`, connect: "127.0.0.1" });
    const told = await tls.observe(subject, probeContext());
    await server.stop();
    for (const it of told) expect(it).toMatchObject({ trouble: { kind: "unsupported" } });
  });
});
