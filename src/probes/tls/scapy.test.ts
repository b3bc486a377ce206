import { describe, expect, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { testbedHas, testbedHasFile } from "../../../test/bed/program.ts";
import { type ScapyWish, scapyFile, startScapyServer } from "../../../test/bed/scapy-server.ts";
import { tlsTarget } from "../../../test/bed/tls-target.ts";
import { ssl2 } from "./enumeration/ssl2.ts";
import { observeFeatures } from "./features/observe-features.ts";
import { observeFlaws } from "./flaws/observe-flaws.ts";
import { Openings } from "./openings.ts";
import { isTrouble } from "./target.ts";

const leaf = () => makeLeaf({ key: "rsa-2048", names: ["DNS:www.example.com"] });
const wish = { versions: ["TLSv1.2"], suites: [0x002f], timeoutMs: 20_000 } as const;

async function flawsWith(wrongs: readonly ScapyWish[]) {
  const server = await startScapyServer(leaf(), wrongs);
  const target = tlsTarget(server.port, wish);
  const told = await observeFlaws(target, { paddingOracles: true }, new Openings(target));
  await server.stop();
  if (isTrouble(told)) throw new Error(told.message);
  return Object.fromEntries(told.flaws.map((it) => [it.id, it.state ?? it.trouble?.kind]));
}

describe.skipIf(!testbedHas("openssl") || !testbedHasFile(scapyFile))("Scapy's server", () => {
  test("speaks SSL 2.0, with every kind of cipher that this has", async () => {
    const server = await startScapyServer(leaf());
    const told = await ssl2(tlsTarget(server.port, wish));
    await server.stop();
    expect(told.offered).toBe(true);
    expect(told.kinds.toSorted((a, b) => a - b)).toEqual([
      ...[0x010080, 0x020080, 0x030080, 0x040080, 0x050080, 0x060040, 0x0700c0],
    ]);
  });

  test("tells a wrong padding of the premaster secret, and is prone to ROBOT", async () => {
    expect(await flawsWith(["one-suite"])).toMatchObject({
      robot: "vulnerable",
      heartbleed: "safe",
      "ccs-injection": "safe",
    });
  });

  test("does not look at the padding of records, and is prone to POODLE once it looks at MACs at all", async () => {
    const told = await flawsWith(["one-suite", "refuses-wrong-mac"]);
    expect(told).toMatchObject({ "poodle-tls": "vulnerable", "zombie-poodle": "not-tried", goldendoodle: "safe" });
  });

  test("compresses if it is to", async () => {
    for (const [wrongs, present] of [
      [[], false],
      [["deflates"], true],
    ] as const) {
      const server = await startScapyServer(leaf(), wrongs);
      const target = tlsTarget(server.port, wish);
      const told = await observeFeatures(target, new Openings(target));
      await server.stop();
      expect(told).toMatchObject({ compression: { present } });
    }
  });
});
