import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type LeafFiles, makeLeaf } from "../bed/certificates.ts";
import { testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { shortDhFile } from "../bed/short-dh.ts";
import { type FrontProduct, startTlsFront, tlsFronts } from "../bed/tls-front.ts";
import { applied, faultless, frontProducts } from "./applied.ts";
import { judgedTls } from "./judged.ts";
import { mended } from "./mended.ts";

const everything = "ALL:eNULL:@SECLEVEL=0";
const groups = "secp192r1:prime256v1";
const poor = ["TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"];

/** Everything old that the products can be brought to accept. */
const faults = {
  nginx: (dh: string) => [
    "ssl_protocols TLSv1 TLSv1.1 TLSv1.2;",
    `ssl_ciphers ${everything};`,
    `ssl_ecdh_curve ${groups};`,
    `ssl_dhparam ${dh};`,
  ],
  apache: (dh: string) => [
    "SSLProtocol all",
    `SSLCipherSuite ${everything}`,
    `SSLOpenSSLConfCmd Groups ${groups}`,
    `SSLOpenSSLConfCmd DHParameters ${dh}`,
  ],
  haproxy: (dh: string) => [
    "ssl-default-bind-options ssl-min-ver TLSv1.0",
    `ssl-default-bind-ciphers ${everything}`,
    `ssl-default-bind-curves ${groups}`,
    `ssl-dh-param-file ${dh}`,
  ],
  caddy: () => ["  protocols tls1.2", `  ciphers ${poor.join(" ")}`],
} as const satisfies Record<FrontProduct, (dh: string) => readonly string[]>;

describe.each(frontProducts.filter((it) => testbedHas(tlsFronts[it].program) && testbedHas("openssl")))(
  "%s that accepts everything old",
  (product) => {
    let leaf: LeafFiles;
    let bad: readonly string[];
    beforeAll(() => {
      leaf = makeLeaf({ key: "rsa-3072", names: ["DNS:shop.example.com"] });
      const whole = join(runFolder("whole"), "whole.pem");
      writeFileSync(whole, readFileSync(leaf.chain, "utf8") + readFileSync(leaf.key, "utf8"));
      const shown = product === "haproxy" ? { ...leaf, chain: whole } : leaf;
      bad = [...tlsFronts[product].certificate(shown), ...faults[product](shortDhFile())];
    });

    const judged = async (settings: readonly string[], judging: typeof applied.tls) => {
      const server = await startTlsFront(product, settings);
      try {
        return await judgedTls(server.port, judging, { trust: leaf.authority });
      } finally {
        await server.stop();
      }
    };

    test("has every fault that it can have", async () => {
      const outcomes = await judged(bad, applied.tls);
      const fine = applied.tls.filter((_, at) => outcomes[at]?.outcome !== "fails").map(({ id }) => id);
      expect(fine).toEqual(applied.tls.map(({ id }) => id).filter((id) => faultless[id]?.[product] !== undefined));
    });

    test.each(applied.tls.map((it) => [it.id, it] as const))(
      "holds %s once its remedy is applied",
      async (_, control) => {
        const [outcome] = await judged(mended(bad, control.remedy[product] ?? ""), [control]);
        expect(outcome).toMatchObject({ outcome: "holds" });
      },
    );
  },
);
