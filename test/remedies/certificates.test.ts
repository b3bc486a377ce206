import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Control } from "../../src/controls/control.ts";
import { type Issued, issue, keys, makeAuthority, serverExtensions } from "../bed/authority.ts";
import { certbot, placeCertificate } from "../bed/certbot.ts";
import { testbedHas } from "../bed/program.ts";
import { startRevocationDesk } from "../bed/revocation-desk.ts";
import { runFolder } from "../bed/run-folder.ts";
import { type FrontProduct, startTlsFront, tlsFronts } from "../bed/tls-front.ts";
import { applied, frontProducts } from "./applied.ts";
import { judgedTls } from "./judged.ts";
import { commandsOf, mended } from "./mended.ts";

let root: Issued;
let authority: Issued;
let desk: Awaited<ReturnType<typeof startRevocationDesk>>;
const askAt = () => `authorityInfoAccess=OCSP;URI:${desk.url("/ocsp")}`;
const name = ["DNS:shop.example.com", "IP:127.0.0.1"];

/** Bad certificates with what is sent after them, and which controls they fail; made once for all servers. */
interface Bad {
  readonly leaf: Issued;
  readonly sent: readonly Issued[];
  readonly fails: readonly string[];
}
let bad: readonly Bad[];
let revoked: Issued;

beforeAll(async () => {
  root = makeAuthority("Example Root");
  authority = makeAuthority("Example Authority", root);
  desk = await startRevocationDesk();
  const late = serverExtensions(["DNS:*.example.org"]);
  revoked = issue({ name: "revoked", extensions: serverExtensions(name, askAt()) }, authority);
  const bare = issue({ name: "bare", extensions: serverExtensions(name) }, authority);
  bad = [
    {
      leaf: issue({ name: "late", key: keys.rsa, extensions: late, days: -1 }, authority),
      sent: [authority],
      fails: ["expiry", "key", "names", "valid-now", "wildcard"],
    },
    { leaf: issue({ name: "own", extensions: serverExtensions(name) }), sent: [], fails: ["trusted"] },
    { leaf: bare, sent: [], fails: ["chain-complete"] },
    { leaf: revoked, sent: [authority], fails: ["not-revoked"] },
  ];
  desk.keep({ issuer: authority, good: [], revoked: [revoked] });
});
afterAll(() => desk?.stop());

/** Does what a remedy says to run; what is about the machine itself does not concern the test. */
function run(command: string, folder: string): void {
  if (/^(?:systemctl|apt-get) /.test(command)) return;
  if (!command.startsWith("certbot ")) return void execFileSync("/bin/sh", ["-c", command]);
  desk.keep({ issuer: authority, good: [certbot(command, folder, authority, askAt())], revoked: [revoked] });
}

/** The remedy with every folder that it names being the server's own. */
const placed = (remedy: string, folder: string) =>
  remedy.replaceAll(
    /\/etc\/(?:ssl|haproxy|letsencrypt\/live\/shop\.example\.com)(?=\/)|\/var\/run\/apache2|\/var\/lib\/caddy\/.local\/share\/caddy/g,
    folder,
  );

async function judged(product: FrontProduct, settings: readonly string[], folder: string, judging: readonly Control[]) {
  const server = await startTlsFront(product, settings, folder);
  try {
    const ownRoot = join(folder, "pki/authorities/local/root.crt");
    const issued = join(folder, "certificates/local/shop.example.com/shop.example.com.crt");
    const issuesItself = product === "caddy" && !settings.some((it) => it.startsWith("tls /"));
    while (issuesItself && !existsSync(issued)) await sleep(50);
    const trust = issuesItself ? ownRoot : root.certificate;
    const isStapled = settings.some((it) => it.includes("taple"));
    const outside = !isStapled && judging.some(({ id }) => id === "certificate-not-revoked");
    const outcomes = () => judgedTls(server.port, judging, { trust, outside });
    // nginx asks for what it staples once somebody came.
    if (isStapled) await outcomes();
    return await outcomes();
  } finally {
    await server.stop();
  }
}

describe.each(frontProducts.filter((it) => testbedHas(tlsFronts[it].program) && testbedHas("openssl")))(
  "%s with a bad certificate",
  (product) => {
    test("fails each control, and holds it once the remedy is applied", async () => {
      const tried: string[] = [];
      for (const { leaf, sent, fails } of bad) {
        const judging = applied.certificates.filter(({ id }) => fails.includes(id.replace("certificate-", "")));
        const folder = runFolder(product);
        const files = placeCertificate(folder, leaf, ...sent);
        copyFileSync(authority.certificate, join(folder, "intermediate.crt"));
        const chain = product === "haproxy" ? join(folder, "sent-with-key.pem") : files.chain;
        const settings = tlsFronts[product].certificate({ ...files, chain });
        const before = await judged(product, settings, folder, judging);
        expect(before.map(({ outcome }) => outcome)).toEqual(fails.map(() => "fails"));
        for (const [remedy, alike] of Map.groupBy(judging, (it) => placed(it.remedy[product] ?? "", folder))) {
          for (const command of commandsOf(remedy)) run(command, folder);
          const after = await judged(product, mended(settings, remedy), folder, alike);
          expect(after.map((it, at) => [alike[at]?.id, it.outcome, "gaps" in it && it.gaps])).toEqual(
            alike.map(({ id }) => [id, "holds", false]),
          );
          tried.push(...alike.map(({ id }) => id));
        }
      }
      expect(tried.toSorted()).toEqual(applied.certificates.map(({ id }) => id).toSorted());
    });
  },
);

test.skipIf(!testbedHas("caddy"))(
  "Caddy with a weak key of its own making gets a strong one by the remedy",
  async () => {
    const judging = applied.certificates.filter(({ id }) => id === "certificate-key");
    const folder = runFolder("caddy");
    const settings = ["  key_type rsa2048"];
    expect(await judged("caddy", settings, folder, judging)).toMatchObject([{ outcome: "fails" }]);
    const remedy = placed(judging[0]?.remedy.caddy ?? "", folder);
    // The key that is there is kept, whatever the settings say of new ones.
    expect(await judged("caddy", mended(settings, remedy), folder, judging)).toMatchObject([{ outcome: "fails" }]);
    for (const command of commandsOf(remedy)) run(command, folder);
    expect(await judged("caddy", mended(settings, remedy), folder, judging)).toMatchObject([{ outcome: "holds" }]);
  },
);
