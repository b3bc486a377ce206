import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeLeaf } from "../bed/certificates.ts";
import { testbedHas } from "../bed/program.ts";
import { siteName } from "../bed/web-server.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

/** Where an answer sends on to, given the origins of both; `undefined` where it is a page. */
type Sends = (at: { plain: string; secure: string }) => readonly [status: number, location: string] | undefined;

/** What the real command finds of a site whose plain and secure servers redirect so. */
async function problemsOf(plain: Sends, secure: Sends): Promise<readonly string[]> {
  const leaf = makeLeaf({ key: "ec-256", names: [`DNS:${siteName}`] });
  const at = { plain: "", secure: "" };
  const answering =
    (sends: Sends) =>
    (_: unknown, response: { writeHead(status: number, fields?: object): { end(body?: string): unknown } }) => {
      const [status, location] = sends(at) ?? [200, undefined];
      response.writeHead(status, location === undefined ? {} : { Location: location }).end("shop");
    };
  const identity = { key: readFileSync(leaf.key), cert: readFileSync(leaf.chain) };
  const servers = [createServer(answering(plain)), createSecureServer(identity, answering(secure))];
  for (const it of servers) {
    it.listen(0, "127.0.0.1");
    await once(it, "listening");
    onTestFinished(() => {
      it.closeAllConnections();
      it.close();
    });
  }
  const [plainPort, port] = servers.map((it) => (it.address() as AddressInfo).port);
  at.plain = `http://${siteName}:${plainPort}`;
  at.secure = `https://${siteName}:${port}`;
  const estate = `
estate: test-bed
environments:
  production: { kind: production }
systems:
  site: { environment: production, criticality: high, exposure: external, endpoints: [site] }
endpoints:
  site: { url: "${at.secure}/", connect: 127.0.0.1, plain: "${at.plain}/", trust: ${leaf.authority} }
`;
  const only = ["--only", "plain-http-redirects"];
  const { stdout } = await holdfast(["check", written("estate.yaml", estate), "--format", "json", ...only]);
  const { findings, unknowns }: JsonReport = JSON.parse(stdout);
  expect(unknowns.filter((it) => it.control === "plain-http-redirects")).toEqual([]);
  const problems = findings.filter((it) => it.control === "plain-http-redirects").map((it) => it.problem);
  return problems.map((it) => it.replaceAll(at.plain, "PLAIN").replaceAll(at.secure, "SECURE"));
}

const page: Sends = () => undefined;

describe.skipIf(!testbedHas("openssl"))("plain HTTP that redirects", () => {
  test.each<readonly [string, Sends, Sends, readonly string[]]>([
    ["for good, to the same host", ({ secure }) => [301, `${secure}/`], page, []],
    [
      "for good with 308, and HTTPS sends on",
      ({ secure }) => [308, `${secure}/`],
      () => [302, "https://id.example.com/"],
      [],
    ],
    [
      "for a while",
      ({ secure }) => [307, `${secure}/`],
      page,
      ["PLAIN/ redirects to HTTPS with 307, which browsers forget; 301 or 308 is for good"],
    ],
    [
      "to another host first",
      () => [301, "https://login.example.com/"],
      page,
      ["PLAIN/ redirects to another host first: https://login.example.com/"],
    ],
    [
      "inside plain HTTP",
      ({ plain }) => [301, `${plain}/home`],
      page,
      ["PLAIN/ redirects with 301 to PLAIN/home, which is not HTTPS"],
    ],
    [
      "to HTTPS that leads back",
      ({ secure }) => [301, `${secure}/`],
      ({ plain }) => [302, `${plain}/shop`],
      ["SECURE/ redirects back to plain HTTP: PLAIN/shop"],
    ],
    ["nowhere", page, page, ["PLAIN/ answers 200 in plaintext instead of redirecting to HTTPS"]],
  ])("%s", async (_, plain, secure, problems) => {
    expect(await problemsOf(plain, secure)).toEqual(problems);
  });
});
