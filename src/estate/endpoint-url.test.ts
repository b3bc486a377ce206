import { expect, it } from "vitest";
import { mistakesOf, told } from "../../test/estate-mistakes.ts";
import { endpointAddress } from "../transports/endpoint-address.ts";
import { normalisedUrl } from "./subjects.ts";

const estateWith = (...lines: string[]) =>
  ["estate: example", "endpoints:", "  mail:", ...lines.map((it) => `    ${it}`)].join("\n");

it("TLS without HTTP is declared by its own schemes, and has one id however it is written", () => {
  expect(normalisedUrl("tls://Mail.Example.com:0465/")).toBe("tls://mail.example.com:465");
  expect(normalisedUrl("IMAPS://bücher.example.com:993")).toBe("imaps://xn--bcher-kva.example.com");
  expect(normalisedUrl("tls://[2001:DB8::1]:443")).toBe("tls://[2001:db8::1]:443");
});

it("its address is that of the URL, with the usual port of its scheme", () => {
  const usual = ["smtps", "imaps", "pop3s", "ldaps", "ftps"].map(
    (it) => endpointAddress(`${it}://mail.example.com`).port,
  );
  expect(usual).toEqual([465, 993, 995, 636, 990]);
  expect(endpointAddress("tls://[::1]:8443")).toMatchObject({ scheme: "tls", host: "::1", port: 8443 });
  expect(endpointAddress("tls://192.0.2.1:443")).not.toHaveProperty("serverName");
  expect(endpointAddress("smtps://Mail.Example.com", "127.0.0.1:9")).toMatchObject({
    ...{ host: "mail.example.com", serverName: "mail.example.com", port: 465 },
    ...{ connectHost: "127.0.0.1", connectPort: 9 },
  });
});

it("every way to declare it is taken, and one that says too little or too much is told", () => {
  const good = ["tls://mail.example.com:465", "imaps://mail.example.com", "tls://[::1]:636/"];
  for (const url of good) expect(told(estateWith(`url: "${url}"`))).toEqual([]);
  expect(told(estateWith("url: tls://db.example.com:5432", "startTls: postgresql"))).toEqual([]);
  expect(told(estateWith("url: https://mail.example.com:587", "startTls: smtp"))).toEqual([]);
  const wrong: readonly (readonly [string, string])[] = [
    ["tls://mail.example.com", "4: `endpoints.mail.url`: it lacks a port, such as tls://mail.example.com:465"],
    ["tls://300.1.1.1:465", "4: `endpoints.mail.url`: it names no host; write such as tls://mail.example.com:465"],
    ["tls:465", "4: `endpoints.mail.url`: it names no host; write such as tls://mail.example.com:465"],
    ["tls://a b:1", "4: `endpoints.mail.url` must be a URL that starts with https://, found `tls://a b:1`"],
    [
      "gopher://mail.example.com:70",
      "4: `endpoints.mail.url` must be a URL that starts with https://, or tls:// where no HTTP is spoken, found `gopher://mail.example.com:70`",
    ],
  ];
  for (const [url, message] of wrong) expect(told(estateWith(`url: "${url}"`))).toEqual([message]);
  const rest = "there is nothing but a host and a port where no HTTP is spoken; leave the rest out";
  for (const more of ["/inbox", "?a", "#b"])
    expect(told(estateWith(`url: "imaps://mail.example.com${more}"`))).toEqual([`4: \`endpoints.mail.url\`: ${rest}`]);
});

it("a password in such a URL is refused, and masked where it is told", () => {
  const mistakes = mistakesOf({ "estate.yaml": estateWith('url: "imaps://user:hunter22@mail.example.com"') });
  expect(mistakes).not.toEqual([]);
  expect(JSON.stringify(mistakes)).not.toContain("hunter22");
});

it("STARTTLS goes with no URL of HTTP, nor with one of TLS from the first byte", () => {
  const suggestion = " → tls:// with the port in the URL";
  expect(told(estateWith("url: http://mail.example.com:25", "startTls: smtp"))).toEqual([
    `5: \`endpoints.mail.startTls\` doesn't go with http://: that is HTTP without TLS${suggestion}`,
  ]);
  expect(told(estateWith("url: smtps://mail.example.com", "startTls: smtp"))).toEqual([
    `5: \`endpoints.mail.startTls\` doesn't go with smtps://: there TLS is spoken from the first byte${suggestion}`,
  ]);
});

it("what only HTTP has can't be declared of it", () => {
  expect(told(estateWith("url: imaps://mail.example.com", "paths: [/a]", "plain: none"))).toEqual([
    "5: `endpoints.mail.paths` is about HTTP, but the endpoint is declared as imaps://, so it speaks no HTTP",
    "6: `endpoints.mail.plain` is about HTTP, but the endpoint is declared as imaps://, so it speaks no HTTP",
  ]);
  expect(told(estateWith("url: tls://mail.example.com:587", "startTls: smtp", "firewall: true"))).toEqual([
    "6: `endpoints.mail.firewall` is about HTTP, but the endpoint is declared with startTls: smtp, so it speaks no HTTP",
  ]);
});
