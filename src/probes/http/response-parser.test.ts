import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ParsedResponse, type ParserLimits, ResponseParser } from "./response-parser.ts";

const limits: ParserLimits = { headBytes: 4096, bodyBytes: 1024 };

function parse(pieces: readonly (string | Uint8Array)[], method = "GET", closed = true): ResponseParser {
  const parser = new ResponseParser(method, limits);
  for (const piece of pieces) parser.push(typeof piece === "string" ? Buffer.from(piece, "latin1") : piece);
  if (closed) parser.end();
  return parser;
}

const told = (response: ParsedResponse | undefined) =>
  response && { ...response, body: response.body.toString("latin1") };

const samples: readonly string[] = [
  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a:  2 \r\n\r\nhello",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;name=value\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: yes\r\n\r\n",
  "HTTP/1.0 404 Not Found\nServer: old\n\nclosed by the end",
  "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\nX-Folded: one\r\n\ttwo\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbroken",
  "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ntoo short",
  `HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${"x".repeat(5000)}`,
  "SSH-2.0-OpenSSH_9.2\r\n",
];

describe("a response", () => {
  test("keeps the case, order and duplicates of its fields", () => {
    const { response } = parse([samples[0] ?? ""], "GET", false);
    expect(response?.headers).toEqual([
      ["Content-Length", "5"],
      ["X-A", "1"],
      ["x-a", "2"],
    ]);
    expect(told(response)).toMatchObject({ status: 200, body: "hello", bodyComplete: true, reusable: true });
  });

  test("is put together from chunks with extensions and trailers", () => {
    const { response } = parse([samples[1] ?? ""], "GET", false);
    expect(told(response)).toMatchObject({ body: "hello world", trailers: [["Trailer", "yes"]], reusable: true });
  });

  test("may end its lines in LF alone and its body with the connection", () => {
    expect(told(parse([samples[2] ?? ""]).response)).toMatchObject({
      httpVersion: "1.0",
      body: "closed by the end",
      bodyComplete: true,
      reusable: false,
    });
  });

  test("comes after interim answers, and has folded fields joined", () => {
    const { response } = parse([samples[3] ?? ""], "GET", false);
    expect(response).toMatchObject({ status: 204, headers: [["X-Folded", "one two"]] });
  });

  test.each([
    ["HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"],
    ["GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"],
    ["GET", "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n"],
  ])("to %s has no body where none may be: %s", (method, text) => {
    expect(told(parse([text], method, false).response)).toMatchObject({ body: "", bodyComplete: true, reusable: true });
  });

  test("that is cut off, wrongly chunked or larger than is kept is incomplete and ends its connection", () => {
    for (const text of samples.slice(4, 7))
      expect(parse([text]).response).toMatchObject({ bodyComplete: false, reusable: false });
    expect(parse([samples[6] ?? ""]).response?.body.length).toBe(limits.bodyBytes);
  });

  test("with bytes after its end ends its connection", () => {
    const text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    expect(parse([text], "GET", false).response?.reusable).toBe(true);
    expect(parse([`${text}HTTP/1.1 200 OK`], "GET", false).response?.reusable).toBe(false);
  });

  test("with contradictory lengths is refused, with the same length twice it is not", () => {
    const lengths = (one: number, two: number) =>
      parse([`HTTP/1.1 200 OK\r\nContent-Length: ${one}\r\nContent-Length: ${two}\r\n\r\nhello`]);
    expect(lengths(5, 6).failure?.why).toContain("contradictory");
    expect(lengths(5, 5).response?.bodyComplete).toBe(true);
  });

  test("that is none is refused with its first bytes, without waiting for a line end", () => {
    expect(parse(["SSH-2.0-OpenSSH_9.2"], "GET", false).failure?.excerpt).toBe("SSH-2.0-OpenSSH_9.2");
  });

  test("whose header section never ends is refused at the limit", () => {
    const parser = new ResponseParser("GET", limits);
    parser.push(Buffer.from("HTTP/1.1 200 OK\r\n"));
    let lines = 0;
    while (!parser.finished && lines < 10_000) {
      parser.push(Buffer.from("X-More: and more\r\n"));
      lines += 1;
    }
    expect(parser.failure?.why).toContain("larger than is looked at");
    expect(lines * 18).toBeLessThan(limits.headBytes + 18);
  });

  test("to follow endless interim answers is not waited for", () => {
    const parser = new ResponseParser("GET", limits);
    for (let round = 0; round < 1000; round += 1) parser.push(Buffer.from("HTTP/1.1 100 Continue\r\n\r\n"));
    expect(parser.failure).toBeDefined();
  });
});

describe("whatever arrives", () => {
  test("the result is the same however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(fc.nat(60), { maxLength: 40 }), (text, cuts) => {
        const bytes = Buffer.from(text, "latin1");
        const pieces: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        pieces.push(bytes.subarray(at));
        const whole = parse([bytes]);
        const cutUp = parse(pieces);
        expect(told(cutUp.response)).toEqual(told(whole.response));
        expect(cutUp.failure?.why).toBe(whole.failure?.why);
      }),
      { numRuns: 1000 },
    );
  });

  test("random bytes never throw, always come to an end, and keep no more than the limits", () => {
    const start = fc.constantFrom("", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    fc.assert(
      fc.property(start, fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 8 }), (head, pieces) => {
        const parser = parse([head, ...pieces]);
        expect(parser.finished).toBe(true);
        expect(parser.response === undefined).not.toBe(parser.failure === undefined);
        expect(parser.response?.body.length ?? 0).toBeLessThanOrEqual(limits.bodyBytes);
      }),
      { numRuns: 1000 },
    );
  });
});
