import { createServer } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startEngine, type TestEngine } from "../../test/bed/containers.ts";
import { testbedHasImages } from "../../test/bed/images.ts";
import { containerTransport } from "./container.ts";
import { ExecFrames } from "./exec-frames.ts";

const limits = { timeoutMs: 60_000, maxBytes: 1_000_000 };

describe.skipIf(!testbedHasImages())("inside a real container", () => {
  let engine: TestEngine;
  const inside = (user?: string, container = "inside") =>
    containerTransport({ name: "web1", socket: engine.socket, container, user });
  beforeAll(async () => {
    engine = await startEngine();
    await engine.run("inside", "--user", "1001:1001", "localhost/debian", "sleep", "100000");
  });
  afterAll(() => engine?.stop());

  test("a script runs as the container's own account, or as another one, and tells how it ended", async () => {
    const script = "id -u; echo told >&2; cat /proc/1/cmdline | tr '\\000' ' '; exit 3";
    const own = await inside().run(script, limits);
    expect(own).toMatchObject({ exitCode: 3, stderr: "told\n" });
    expect("stdout" in own && own.stdout.toString()).toMatch(/^1001\nsleep 100000/);
    const root = await inside("root").run("id -u", limits);
    expect("stdout" in root && root.stdout.toString()).toBe("0\n");
  });

  test("what is larger than its limit, or takes longer, is stopped and told", async () => {
    const much = await inside().run("head -c 3000000 /dev/zero", limits);
    expect(much).toMatchObject({ kind: "budget" });
    const part = await inside().run("head -c 3000000 /dev/zero", { ...limits, partial: true });
    expect(part).toMatchObject({ stopped: { kind: "budget" } });
    const stop = new AbortController();
    const long = inside().run("echo begun; sleep 12", { ...limits, partial: true, signal: stop.signal });
    setTimeout(() => stop.abort(), 3000);
    expect(await long).toMatchObject({ stopped: { kind: "timeout" } });
  });

  test("a container or an engine that isn't there is told as such", async () => {
    expect(await inside(undefined, "nowhere").run("true", limits)).toMatchObject({ kind: "unreachable" });
    const gone = containerTransport({
      name: "x",
      socket: "unix:///nowhere/engine.sock",
      container: "x",
      user: undefined,
    });
    expect(await gone.run("true", limits)).toMatchObject({ kind: "unreachable" });
  });
});

test("an engine that answers with something else is told as such", async () => {
  for (const [status, body, kind] of [
    [201, "no json", "unparsable"],
    [201, '{"Id":"../../x"}', "unparsable"],
    [409, "{}", "unreachable"],
    [403, "{}", "denied"],
  ] as const) {
    const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const transport = containerTransport({
      name: "x",
      socket: `tcp://127.0.0.1:${port}`,
      container: "x",
      user: undefined,
    });
    expect(await transport.run("true", limits)).toMatchObject({ kind });
  }
});

test("frames are taken apart wherever they are cut, and whatever else comes is told", () => {
  const frame = (stream: number, text: string) => {
    const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([head, Buffer.from(text)]);
  };
  const parts = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.string({ maxLength: 20 })), { maxLength: 10 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 1, max: 7 }), (all, step) => {
      const bytes = Buffer.concat(all.map(([stream, text]) => frame(stream, text)));
      const frames = new ExecFrames();
      for (let at = 0; at < bytes.length; at += step) frames.push(bytes.subarray(at, at + step));
      const of = (wanted: number) => all.flatMap(([stream, text]) => (stream === wanted ? [text] : [])).join("");
      const { stdout, stderr } = frames.output;
      expect([stdout.toString(), stderr.toString(), frames.broken]).toEqual([of(1), of(2), false]);
    }),
  );
  const other = new ExecFrames();
  other.push(Buffer.from("HTTP/1.1 200 OK\r\n"));
  expect(other.broken).toBe(true);
});
