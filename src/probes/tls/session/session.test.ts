import { describe, expect, it } from "vitest";
import { makeLeaf } from "../../../../test/bed/certificates.ts";
import { startGnutlsServer, startOpensslServer } from "../../../../test/bed/openssl-server.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { tlsTarget } from "../../../../test/bed/tls-target.ts";
import { isTrouble } from "../target.ts";
import { openSession } from "./session.ts";
import { legacyHello } from "./session-hello.ts";
import { sessionSuites } from "./session-suites.ts";

const names = ["DNS:www.example.com"];
const versions = ["TLSv1", "TLSv1.1", "TLSv1.2"] as const;

/** Does a handshake with each suite in each version, asks for a page, and gives how each came out. */
async function outcomes(port: number, codes: readonly number[]) {
  const told: Record<string, string> = {};
  for (const version of versions) {
    const usable = sessionSuites.filter((it) => codes.includes(it.code) && (version === "TLSv1.2" || !it.needsTls12));
    for (const { code } of usable) {
      const target = tlsTarget(port, { versions: [version] });
      const session = await openSession(target, legacyHello(target, { version, suites: [code] }));
      const name = `${version} ${code.toString(16)}`;
      if (isTrouble(session)) {
        told[name] = session.message;
        continue;
      }
      session.say(23, Buffer.from("GET / HTTP/1.0\r\n\r\n"));
      let text = "";
      while (!text.startsWith("HTTP/1.0 200")) {
        const heard = await session.hear();
        if (!("record" in heard)) {
          text = JSON.stringify(heard);
          break;
        }
        text += heard.record.content.toString("latin1");
      }
      told[name] = text.slice(0, 12);
      session.close();
    }
  }
  return told;
}

const rsaCodes = sessionSuites.map((it) => it.code).filter((it) => !ecdsaCodes().includes(it));
function ecdsaCodes() {
  return [0xc02b, 0xc02c, 0xcca9, 0xc009, 0xc00a, 0xc023, 0xc024, 0xc008];
}

describe.skipIf(!testbedHas("openssl"))("a whole handshake with OpenSSL", () => {
  // OpenSSL 3 has no 3DES in its usual builds.
  const tripleDes = [0x000a, 0x0016, 0xc012, 0xc008];

  it("comes about with every suite for an RSA key, and carries data", async () => {
    const server = await startOpensslServer(makeLeaf({ key: "rsa-2048", names }));
    const codes = rsaCodes.filter((it) => !tripleDes.includes(it));
    const told = await outcomes(server.port, codes);
    await server.stop();
    expect(Object.keys(told).length).toBeGreaterThan(30);
    expect(new Set(Object.values(told)), JSON.stringify(told)).toEqual(new Set(["HTTP/1.0 200"]));
  });

  it("comes about with every suite for an elliptic key", async () => {
    const server = await startOpensslServer(makeLeaf({ key: "ec-256", names }));
    const told = await outcomes(
      server.port,
      ecdsaCodes().filter((it) => !tripleDes.includes(it)),
    );
    await server.stop();
    expect(new Set(Object.values(told)), JSON.stringify(told)).toEqual(new Set(["HTTP/1.0 200"]));
  });

  it("goes on without a certificate of ours where one is asked for", async () => {
    const server = await startOpensslServer(makeLeaf({ key: "rsa-2048", names }), ["-verify", "2"]);
    const told = await outcomes(server.port, [0xc02f]);
    await server.stop();
    expect(told["TLSv1.2 c02f"]).toBe("HTTP/1.0 200");
  });
});

describe.skipIf(!testbedHas("gnutls-serv"))("a whole handshake with GnuTLS", () => {
  it("comes about with 3DES, too", async () => {
    const everything = "--priority=NORMAL:+VERS-ALL:+3DES-CBC:+RSA:+DHE-RSA:+SHA1:%COMPAT";
    const server = await startGnutlsServer(makeLeaf({ key: "rsa-2048", names }), [everything]);
    const told = await outcomes(server.port, [0x000a, 0xc012, 0x002f, 0xc013, 0xc02f, 0xcca8]);
    await server.stop();
    expect(new Set(Object.values(told)), JSON.stringify(told)).toEqual(new Set(["HTTP/1.0 200"]));
  });
});
