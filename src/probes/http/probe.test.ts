import { describe, expect, test } from "vitest";
import { startEchoBackend } from "../../../test/bed/echo-backend.ts";
import { freePort } from "../../../test/bed/free-port.ts";
import { startHaproxy } from "../../../test/bed/haproxy.ts";
import { startHostileServer } from "../../../test/bed/hostile-server.ts";
import { expectWellTold, factsOf, troubleOf } from "../../../test/bed/http-told.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { versionOf, webServers } from "../../../test/bed/web-servers.ts";
import http from "./probe.ts";

for (const { product, program, start } of webServers) {
  describe.skipIf(versionOf(program) === undefined)(`${product}`, () => {
    const look = async (variant: "bad" | "good") => {
      const server = await start({ variant });
      try {
        const url = `https://www.example.com:${server.port}/`;
        const plain = `http://www.example.com:${server.plainPort}/`;
        const told = await http.observe(endpointSubject({ url, plain, connect: "127.0.0.1" }), probeContext());
        expectWellTold(told);
        return told;
      } finally {
        await server.stop();
      }
    };

    test("left as it comes shows its version, echoes, serves leftovers and does not redirect", async () => {
      const told = await look("bad");
      expect(told.every((it) => it.products?.includes(product))).toBe(true);
      expect(told.every((it) => it.products?.length === 1)).toBe(true);
      for (const { purpose, answer } of factsOf(told, "http-answers").exchanges)
        expect(answer?.headers, purpose).toContainEqual(["Server", expect.stringMatching(/\/\d/)]);
      const echoing = factsOf(told, "http-methods").trials.filter((it) => it.echoed);
      expect(echoing.map((it) => it.method)).toContain(product === "nginx" ? "TRACK" : "TRACE");
      const proven = factsOf(told, "http-content").trials.filter((it) => it.finding === "proven");
      expect(proven.map((it) => it.id)).toEqual([
        `${product}-default-page`,
        ...["git-head", "git-config", "dotenv"],
        `${product}-status`,
      ]);
      expect(factsOf(told, "http-plain")).toMatchObject({ state: "open", hops: [{ status: 200 }] });
    });

    test("hardened answers every kind of request without a version and serves nothing of the kind", async () => {
      const told = await look("good");
      expect(JSON.stringify(factsOf(told, "http-answers"))).not.toMatch(/(?:nginx|Apache)\/\d/);
      const { trials, overrides } = factsOf(told, "http-methods");
      expect(trials.filter((it) => it.method !== "CONNECT").map((it) => it.status)).toEqual(Array(9).fill(405));
      const connect = product === "nginx" ? 400 : 405;
      expect(trials.filter((it) => it.method === "CONNECT").map((it) => it.status)).toEqual([connect, connect]);
      expect(overrides).toMatchObject({ tellable: true, trials: Array(3).fill({ honoured: false }) });
      expect(factsOf(told, "http-content").trials.filter((it) => it.finding !== "absent")).toEqual([]);
      expect(factsOf(told, "http-plain").hops).toMatchObject([{ status: 301 }, { status: 200 }]);
    });

    test("never has a secret of a file or a cookie in the facts", async () => {
      expect(JSON.stringify([await look("bad"), await look("good")])).not.toMatch(/not-a-real-one|0123456789abcdef/);
    });
  });
}

describe.skipIf(!testbedHas("haproxy"))("haproxy", () => {
  test("is recognised by its refusals alone, and its answer to TRACE as the page of a GET", async () => {
    const server = await startHaproxy();
    const told = await http.observe(endpointSubject({ url: `http://127.0.0.1:${server.port}/` }), probeContext());
    expect(told.map((it) => it.products)).toEqual(Array(http.yields.length).fill(["haproxy"]));
    expect(factsOf(told, "http-methods").trials[0]).toMatchObject({ method: "TRACE", echoed: false, sameAsGet: true });
    const guarded = factsOf(told, "http-content").trials.filter((it) => it.finding === "protected");
    expect(guarded.filter((it) => it.path.startsWith("/.git/"))).toHaveLength(8);
    expect(guarded).toHaveLength(8);
    await server.stop();
  });
});

describe("an endpoint", () => {
  test.each([
    ["host", "localhost"],
    ["port", "127.0.0.1"],
  ])("that redirects to another %s is told so, and who is there is left alone", async (_, host) => {
    const other = await startHostileServer((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n"));
    const location = `http://${host}:${other.port}/`;
    const server = await startHostileServer((socket) =>
      socket.write(`HTTP/1.1 301 Moved\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`),
    );
    const told = await http.observe(endpointSubject({ url: `http://127.0.0.1:${server.port}/` }), probeContext());
    expect(factsOf(told, "http-answers").exchanges[0]).toMatchObject({ via: [], answer: { status: 301 } });
    expect(factsOf(told, "http-plain").hops).toMatchObject([{ status: 301, location }]);
    expect(other.connections()).toBe(0);
    await server.stop();
    await other.stop();
  });

  test("that may have no plain twin is closed where port 80 refuses", async () => {
    const subject = endpointSubject({ url: "https://www.example.com:9/", plain: "none", connect: "127.77.0.1" });
    const told = await http.observe(subject, probeContext());
    expect(factsOf(told, "http-plain")).toEqual({
      url: "http://www.example.com/",
      expected: "none",
      state: "closed",
      hops: [],
    });
  });

  // Port 80 is the superuser's.
  test.skipIf(process.getuid?.() !== 0)("that may have no plain twin is open where port 80 talks at all", async () => {
    const subject = endpointSubject({ url: "https://www.example.com:9/", plain: "none", connect: "127.77.0.2" });
    for (const says of ["SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"]) {
      const server = await startHostileServer((socket) => socket.end(says), { host: "127.77.0.2", port: 80 });
      const plain = factsOf(await http.observe(subject, probeContext()), "http-plain");
      expect(plain).toMatchObject({ state: "open", hops: says.startsWith("HTTP") ? [{ status: 404 }] : [] });
      await server.stop();
    }
  });

  test("that nothing listens on is refused, and its plain twin closed", async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    const told = await http.observe(endpointSubject({ url }), probeContext());
    expect(troubleOf(told, "http-answers")?.kind).toBe("refused");
    expect(factsOf(told, "http-plain")).toMatchObject({ state: "closed", expected: "redirect", hops: [] });
  });

  test("whose name does not exist is unreachable", async () => {
    const told = await http.observe(endpointSubject({ url: `http://${"x".repeat(64)}.invalid/` }), probeContext());
    expect(told.map((it) => ("trouble" in it ? it.trouble.kind : "facts"))).toEqual(
      Array(http.yields.length).fill("unreachable"),
    );
  });

  test("without a declared plain twin leaves that fact open and says what to declare", async () => {
    const url = `https://127.0.0.1:${await freePort()}/`;
    const trouble = troubleOf(await http.observe(endpointSubject({ url }), probeContext()), "http-plain");
    expect(trouble).toMatchObject({ kind: "unsupported", wouldVerify: expect.stringContaining("plain: none") });
  });

  test("that speaks no TLS where https is declared is unparsable", async () => {
    const server = await startHostileServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const subject = endpointSubject({ url: `https://127.0.0.1:${server.port}/` });
    const told = await http.observe(subject, probeContext());
    expect(troubleOf(told, "http-answers")).toMatchObject({
      kind: "unparsable",
      message: expect.stringContaining("TLS"),
    });
    await server.stop();
  });

  test("is left alone once the assessment is stopped", async () => {
    const backend = await startEchoBackend();
    const stopped = AbortSignal.abort();
    const subject = endpointSubject({ url: `http://127.0.0.1:${backend.port}/` });
    const told = await http.observe(subject, probeContext({}, stopped));
    expect(told.map((it) => ("trouble" in it ? it.trouble.kind : "facts"))).toEqual(
      Array(http.yields.length).fill("timeout"),
    );
    await backend.stop();
  });

  test("with more requests than connections are allowed for ends in a budget trouble", async () => {
    const backend = await startEchoBackend();
    const subject = endpointSubject({ url: `http://127.0.0.1:${backend.port}/` });
    const told = await http.observe(subject, probeContext({ maxConnections: 7 }));
    expect(factsOf(told, "http-answers").exchanges).toHaveLength(6);
    expect(troubleOf(told, "http-content")?.kind).toBe("budget");
    await backend.stop();
  });
});
