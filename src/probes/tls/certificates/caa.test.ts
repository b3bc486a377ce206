import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDnsServer } from "../../../../test/bed/dns-server.ts";
import { lookUpCaa } from "./caa.ts";

describe("the CAA records of a name", () => {
  let dns: Awaited<ReturnType<typeof startDnsServer>>;
  beforeAll(async () => {
    dns = await startDnsServer({
      "example.com": [
        [0, "issue", "ca.example.net"],
        [128, "iodef", "mailto:a@example.com"],
      ],
      "own.example.com": [[0, "issue", ";"]],
      "empty.example.com": [],
      "broken.example.org": 2,
    });
  });
  afterAll(() => dns.stop());
  const look = (name: string) =>
    lookUpCaa(name, { timeoutMs: 2000, signal: new AbortController().signal, servers: [dns.address] });

  test("are its own, else those of the nearest name above", async () => {
    expect(await look("own.example.com")).toEqual({ records: ['0 issue ";"'] });
    const above = { records: ['0 issue "ca.example.net"', '128 iodef "mailto:a@example.com"'] };
    expect(await look("a.b.example.com")).toEqual(above);
    expect(await look("empty.example.com.")).toEqual(above);
    expect(dns.asked()).toEqual(
      ["own.example.com", "a.b.example.com", "b.example.com", "example.com"].concat([
        "empty.example.com",
        "example.com",
      ]),
    );
  });

  test("may be none at all", async () => {
    expect(await look("www.example.net")).toEqual({ records: [] });
  });

  test("are unknown where the server fails, never none", async () => {
    const { records, trouble } = await look("broken.example.org");
    expect(records).toEqual([]);
    expect(trouble).toMatchObject({ kind: "unreachable", message: expect.stringContaining("ESERVFAIL") });
  });
});
