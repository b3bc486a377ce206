import { describe, expect, it } from "vitest";
import { makeLeaf } from "../../../../test/bed/certificates.ts";
import { startFlawedServer, type Wrongs } from "../../../../test/bed/flawed-tls-server.ts";
import { behaviours, startHostileServer } from "../../../../test/bed/hostile-server.ts";
import { startGnutlsServer, startOpensslServer } from "../../../../test/bed/openssl-server.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { startTlsServer } from "../../../../test/bed/tls-server.ts";
import { type TargetWish, tlsTarget } from "../../../../test/bed/tls-target.ts";
import { flawIds, tlsFlawsSchema } from "../facts.ts";
import { Openings } from "../openings.ts";
import { isTrouble } from "../target.ts";
import type { Flaw, FlawId } from "./flaw.ts";
import { observeFlaws } from "./observe-flaws.ts";

const leaf = () => makeLeaf({ key: "rsa-2048", names: ["DNS:www.example.com"] });

async function flawsAt(port: number, wish: TargetWish = {}, paddingOracles = true) {
  const target = tlsTarget(port, wish);
  const told = await observeFlaws(target, { paddingOracles }, new Openings(target));
  if (isTrouble(told)) throw new Error(told.message);
  tlsFlawsSchema.parse(told);
  const byId = Object.fromEntries(told.flaws.map((it) => [it.id, it])) as Record<FlawId, Flaw>;
  return { byId, told, connections: target.connections() };
}

const states = (byId: Record<FlawId, Flaw>) =>
  Object.fromEntries(Object.values(byId).map((it) => [it.id, it.state ?? it.trouble?.kind]));

const allSafe = Object.fromEntries(flawIds.map((id) => [id, "safe"]));

/** The server of the test bed with these wrongs; it speaks TLS 1.2 with one suite. */
async function flawedStates(wrongs: Wrongs) {
  const server = await startFlawedServer(leaf(), wrongs);
  const { byId } = await flawsAt(server.port, { versions: ["TLSv1.2"], suites: [0x002f], timeoutMs: 5000 });
  await server.stop();
  return { byId, states: states(byId) };
}

describe("a server with one flaw", () => {
  it("has none where it does everything right", async () => {
    const { states: told } = await flawedStates({ tickets: true });
    expect(told).toEqual(allSafe);
  });

  const cases: readonly [string, Wrongs, FlawId, string][] = [
    ["answers heartbeats with more than they carried", { heartbeats: "bleeds" }, "heartbleed", "vulnerable"],
    ["answers heartbeats without padding, but with no more than came", { heartbeats: "lenient" }, "heartbleed", "safe"],
    ["drops heartbeats that claim too much", { heartbeats: "strict" }, "heartbleed", "safe"],
    ["grants heartbeats and never answers one", { heartbeats: "mute" }, "heartbleed", "timeout"],
    ["takes an early ChangeCipherSpec", { earlyChange: "empty-keys" }, "ccs-injection", "vulnerable"],
    ["takes it, with keys of its own", { earlyChange: "unknown-keys" }, "ccs-injection", "possible"],
    ["ignores it", { earlyChange: "ignored" }, "ccs-injection", "timeout"],
    ["sends session ids back longer than they came", { longSessionIds: true }, "ticketbleed", "vulnerable"],
    ["refuses wrong paddings of the secret by another alert", { rsaPadding: "alert" }, "robot", "vulnerable"],
    ["says nothing to wrong paddings of the secret", { rsaPadding: "silence" }, "robot", "vulnerable"],
    ["refuses wrong paddings of the secret before it has heard all", { rsaPadding: "early" }, "robot", "vulnerable"],
    ["does so after a while", { rsaPadding: "early", thinksMs: 120 }, "robot", "vulnerable"],
    ["only takes its time", { thinksMs: 120 }, "robot", "safe"],
    ["takes longer than anybody waits", { rsaPadding: "early", thinksMs: 4000 }, "robot", "timeout"],
    ["answers wrong paddings of the secret now so, now so", { rsaPadding: "now-and-then" }, "robot", "unsupported"],
    ["takes records with wrong padding", { takesPadding: true }, "poodle-tls", "vulnerable"],
    ["tells a right MAC under wrong padding", { tellsApart: "padding-with-mac" }, "zombie-poodle", "vulnerable"],
    ["tells a right padding under a wrong MAC", { tellsApart: "mac-with-padding" }, "goldendoodle", "vulnerable"],
    ["tells an empty record with a wrong MAC", { tellsApart: "empty" }, "zero-length-padding", "vulnerable"],
  ];
  it.each(cases)("is told when it %s", async (_what, wrongs, id, state) => {
    const { states: told, byId } = await flawedStates(wrongs);
    expect(told, JSON.stringify(byId[id])).toEqual({
      ...allSafe,
      ...(id === "poodle-tls" && { "zombie-poodle": "not-tried" }),
      [id]: state,
    });
  });

  it("is told of nothing by a server that says nothing to any padding of the secret", async () => {
    const { byId } = await flawedStates({ rsaPadding: "mute" });
    expect(byId.robot).toMatchObject({ trouble: { kind: "timeout" } });
    expect(byId.robot.state).toBeUndefined();
  });

  it("is not tried for padding oracles unless that was asked for", async () => {
    const server = await startFlawedServer(leaf(), { takesPadding: true });
    const { byId } = await flawsAt(server.port, { versions: ["TLSv1.2"], suites: [0x002f] }, false);
    await server.stop();
    expect(byId["poodle-tls"].state).toBe("not-tried");
    expect(byId["zombie-poodle"].detail).toContain("asked for");
  });
});

describe("a real server", () => {
  it.skipIf(!testbedHas("openssl"))("has none: OpenSSL with everything old that it has", async () => {
    const server = await startOpensslServer(leaf());
    for (const versions of [["TLSv1"], ["TLSv1", "TLSv1.1"], ["TLSv1.2", "TLSv1.3"]] as const) {
      const { byId } = await flawsAt(server.port, { versions, suites: [0xc013, 0x002f, 0x0035] });
      expect(states(byId), JSON.stringify(byId)).toEqual(allSafe);
    }
    await server.stop();
  });

  it.skipIf(!testbedHas("gnutls-serv"))("has none: GnuTLS with heartbeats", async () => {
    const server = await startGnutlsServer(leaf(), ["--heartbeat", "--priority=NORMAL:+VERS-ALL:+RSA:%COMPAT"]);
    const { byId } = await flawsAt(server.port, { suites: [0xc013, 0x002f, 0x0035] });
    await server.stop();
    expect(states(byId), JSON.stringify(byId)).toEqual(allSafe);
  });

  it("has none: Node, in at most four connections where only modern suites are offered", async () => {
    const server = await startTlsServer(leaf());
    const { byId, connections } = await flawsAt(server.port, { suites: [0xc02f, 0xc030] });
    await server.stop();
    expect(states(byId)).toEqual(allSafe);
    expect(connections).toBeLessThanOrEqual(4);
  });

  it("needs no connection where nothing but TLS 1.3 is offered", async () => {
    const { byId, connections } = await flawsAt(9, { versions: ["TLSv1.3"] });
    expect(states(byId)).toEqual(allSafe);
    expect(connections).toBe(0);
  });
});

describe("what keeps a flaw from being seen", () => {
  it.each(["random bytes", "an early close", "no answer ever", "endless headers"])("is told: %s", async (name) => {
    const server = await startHostileServer(behaviours[name] ?? (() => {}));
    const { told } = await flawsAt(server.port, { versions: ["TLSv1.2"], timeoutMs: 500 });
    await server.stop();
    expect(told.flaws.filter((it) => it.state !== undefined)).toEqual([]);
    const kinds = { "an early close": "refused", "no answer ever": "timeout" } as Record<string, string>;
    expect(new Set(told.flaws.map((it) => it.trouble?.kind))).toEqual(new Set([kinds[name] ?? "unparsable"]));
  });

  it("is told of a budget that is used up", async () => {
    const server = await startFlawedServer(leaf());
    const wish = { versions: ["TLSv1.2"], suites: [0x002f], maxConnections: 0 } as const;
    const { told } = await flawsAt(server.port, wish);
    await server.stop();
    expect(new Set(told.flaws.map((it) => it.trouble?.kind))).toEqual(new Set(["budget"]));
  });

  it("is told where the suites are not known, instead of calling them safe", async () => {
    const server = await startFlawedServer(leaf());
    const { byId } = await flawsAt(server.port, { versions: ["TLSv1.2"], suites: [] });
    await server.stop();
    expect(byId.robot.trouble?.kind).toBe("unsupported");
    expect(byId["poodle-tls"].trouble?.kind).toBe("unsupported");
  });

  it("is told where a client certificate stands before the key exchange", async () => {
    const wish = { versions: ["TLSv1.2"], suites: [0x002f], clientCertificate: "required" } as const;
    const server = await startFlawedServer(leaf());
    const { byId } = await flawsAt(server.port, wish);
    await server.stop();
    expect(byId.robot.trouble?.kind).toBe("denied");
  });

  it("is told where no version is known", async () => {
    const target = tlsTarget(9, { versions: [] });
    expect(await observeFlaws(target, { paddingOracles: false }, new Openings(target))).toMatchObject({
      kind: "unsupported",
    });
  });
});
