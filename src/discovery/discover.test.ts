import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyObservations, observed } from "../../test/discovered.ts";
import { estateSchema } from "../estate/schema.ts";
import type { Site } from "../probes/neighbourhood/facts.ts";
import type { Service } from "../probes/service/facts.ts";
import { discoverEstate } from "./discover.ts";

const about = { hostname: "web1", folder: "/srv" };
const open = { address: "0.0.0.0", scope: "any" } as const;
const inside = { address: "127.0.0.1", scope: "loopback" } as const;
const site = (port: number, ...names: string[]): Site => ({
  ...{ product: "nginx", file: "/etc/nginx/sites-enabled/shop", names },
  listens: [{ port, tls: true }],
});

function discover(services: readonly Service[], sites: readonly Site[] = []) {
  const sockets = services.map(
    ({ port, address, scope, process }) =>
      ({
        protocol: "tcp",
        family: address.includes(":") ? "ipv6" : "ipv4",
        userId: 0,
        port,
        address,
        scope,
        process,
      }) as const,
  );
  const around = { folder: "/srv", dockerfiles: [], composeFiles: [], searchedWhole: true, sites: [...sites] };
  return discoverEstate(
    [
      observed("host-services", { services: [...services], sockets }),
      observed("host-neighbourhood", { ...around, sshHosts: [], engines: [], troubles: [] }),
    ],
    about,
  );
}

test("everything found belongs to one system, and nothing nobody said is declared", () => {
  fc.assert(
    fc.property(anyObservations, (observations) => {
      const { estate } = discoverEstate(observations, about);
      const whole = estateSchema.parse(estate);
      const system = whole.systems["web1"];
      expect(system).toMatchObject({ environment: "production", hosts: ["web1"] });
      expect([system?.criticality, system?.exposure, system?.owner]).toEqual([undefined, undefined, undefined]);
      for (const part of ["endpoints", "databases", "dockerfiles", "composeFiles", "containers", "images"] as const)
        expect([...(system?.[part] ?? [])].sort()).toEqual(Object.keys(whole[part]).sort());
      for (const it of whole.hosts["web1"]?.listeners ?? [])
        expect([it.clients, it.purpose]).toEqual(["undecided", undefined]);
    }),
  );
});

test("what could not be seen is said, never silently left out", () => {
  const denied = { kind: "denied", message: "no shell", wouldVerify: "allow it" } as const;
  const { notes } = discoverEstate([observed("host-services", denied)], about);
  const texts = notes.filter((it) => it.path === "").map((it) => it.text);
  expect(texts).toEqual([
    expect.stringContaining("no shell; would help: allow it"),
    expect.stringContaining("nobody looked"),
  ]);
});

describe("listeners", () => {
  test("each port that others could reach is one listener, undecided; loopback has none", () => {
    const { estate } = discover([
      { port: 443, ...open, process: "nginx", service: "https" },
      { port: 443, address: "::", scope: "any", process: "nginx", service: "https" },
      { port: 22, ...open, service: "ssh" },
      { port: 5432, ...inside, process: "postgres", service: "postgresql" },
    ]);
    expect(estate.hosts?.["web1"]?.listeners).toEqual([
      { port: 22, clients: "undecided", admin: true },
      { port: 443, process: "nginx", clients: "undecided" },
    ]);
  });
});

describe("endpoints", () => {
  const https: Service = {
    port: 443,
    ...open,
    process: "nginx",
    service: "https",
    certificateNames: ["a.example.com"],
  };

  test("a configured name makes the URL, and the connection stays on this machine", () => {
    const { estate } = discover(
      [https],
      [site(443, "shop.example.com", "*.example.com", "_", "~^x$", "192.0.2.1", "300.1.1.1", "0x7f.1")],
    );
    expect(estate.endpoints).toEqual({
      "shop.example.com": { url: "https://shop.example.com/", connect: "127.0.0.1" },
    });
  });

  test("without one it is localhost, and the names of the certificate are only told", () => {
    const { estate, notes } = discover([https]);
    expect(estate.endpoints).toEqual({ "https-443": { url: "https://localhost/", connect: "127.0.0.1" } });
    expect(notes.find((it) => it.path === "/endpoints/https-443")?.text).toContain("a.example.com");
  });

  test("IPv4 and IPv6 of one port are one endpoint; an address of its own is another", () => {
    const { estate } = discover([
      { ...https, address: "::" },
      https,
      { ...https, address: "2001:db8::1", scope: "address", port: 8443 },
    ]);
    expect(Object.values(estate.endpoints ?? {})).toEqual([
      { url: "https://localhost/", connect: "127.0.0.1" },
      { url: "https://[2001:db8::1]:8443/", connect: "2001:db8::1" },
    ]);
  });

  test("TLS without HTTP is one by itself, and so is what mail and files go through", () => {
    const { estate } = discover([
      { port: 993, ...open, service: "tls" },
      { port: 25, ...open, address: "192.0.2.7", scope: "address", service: "smtp" },
    ]);
    expect(estate.endpoints).toEqual({
      "smtp-25": { url: "tls://192.0.2.7:25", connect: "192.0.2.7", startTls: "smtp" },
      "tls-993": { url: "tls://localhost:993", connect: "127.0.0.1" },
    });
  });

  test("what speaks neither HTTP nor TLS, isn't known, or takes mail from this machine only, is no endpoint", () => {
    const { estate } = discover([
      { port: 1, ...open, service: "unknown" },
      { port: 22, ...open, service: "ssh" },
      { port: 25, ...inside, service: "smtp" },
    ]);
    expect(estate.endpoints).toBeUndefined();
  });
});

test("databases are told by what they speak, reached where they listen", () => {
  const { estate } = discover([
    { port: 5432, ...inside, service: "postgresql" },
    { port: 6379, address: "::1", scope: "loopback", service: "redis" },
    { port: 5672, address: "::", scope: "any", service: "amqp" },
    { port: 389, ...inside, service: "ldap" },
  ]);
  expect(estate.databases).toEqual({
    "ldap-389": { kind: "ldap", address: "127.0.0.1:389" },
    "postgresql-5432": { kind: "postgresql", address: "127.0.0.1:5432" },
    "rabbitmq-5672": { kind: "rabbitmq", address: "[::1]:5672" },
    "redis-6379": { kind: "redis", address: "[::1]:6379" },
  });
});

test("other machines of the SSH configuration are noted, and never declared", () => {
  const around = { folder: "/srv", dockerfiles: [], composeFiles: [], searchedWhole: true, sites: [] };
  const sshHosts = [{ name: "db1", hostName: "db1.example.com" }];
  const found = discoverEstate(
    [observed("host-neighbourhood", { ...around, sshHosts, engines: [], troubles: [] })],
    about,
  );
  expect(Object.keys(found.estate.hosts ?? {})).toEqual(["web1"]);
  expect(found.notes.find((it) => it.path === "/hosts")?.text).toContain("db1.example.com");
});
