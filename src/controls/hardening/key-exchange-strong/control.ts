import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { exchangeGaps, freshnessGaps } from "../../tls-key-exchange-gaps.ts";
import { ephemeralExchange } from "../../tls-remedies.ts";
import { suiteGaps } from "../../tls-suites.ts";
import { spokenVersions } from "../../tls-versions.ts";

/** Below these a group has less than 112 bits of security (NIST SP 800-57 part 1, table 2). */
const smallest = { ecdh: 224, ffdhe: 2048, kem: 0, hybrid: 0 } as const;
const broken = /md5|sha1(?!\d)|sha-1(?!\d)/i;

export default control({
  id: "key-exchange-strong",
  requirement: "HAR-3",
  aspect: "key-exchange",
  subject: "endpoint",
  observes: ["tls-protocols", "tls-suites", "tls-key-exchange"],
  severity: "medium",
  title: "Keys are exchanged over large groups with fresh values and sound signatures",
  problems: {
    group: "the group {name} is accepted, which has {bits} bits only",
    dh: "Diffie-Hellman parameters have {bits} bits only",
    "dh-known": "Diffie-Hellman parameters have {bits} bits only, with a prime that many servers share: {prime}",
    reused: "the same {kind} value came in two handshakes, so that one key opens both",
    signature: "the exchange can be signed with {name}",
  },
  judge: (seen, { problem }) => {
    const { tlsProtocols, tlsSuites, tlsKeyExchange } = seen;
    const { groups, dh, dhReused, ecdhReused, signatureAlgorithms } = tlsKeyExchange;
    const reused = [...(dhReused ? ["Diffie-Hellman"] : []), ...(ecdhReused ? ["elliptic-curve Diffie-Hellman"] : [])];
    const quantum = groups.filter((it) => it.kind === "hybrid" || it.kind === "kem").map((it) => it.name);
    return settle({
      problems: [
        ...groups
          .filter((it) => it.bits < smallest[it.kind])
          .map(({ name, bits }) => problem("group", { name, bits }, { discriminator: name })),
        ...dh
          .filter((it) => it.bits < smallest.ffdhe)
          .map(({ bits, knownPrime: prime }) =>
            problem(
              prime === undefined ? "dh" : "dh-known",
              { bits, ...(prime !== undefined && { prime }) },
              {
                discriminator: String(bits),
                severity: bits <= 1024 ? "high" : "medium",
              },
            ),
          ),
        ...reused.map((kind) => problem("reused", { kind }, { discriminator: kind, severity: "low" })),
        ...signatureAlgorithms
          .filter((it) => broken.test(it.name))
          .map(({ name }) => problem("signature", { name }, { discriminator: name, severity: "low" })),
      ],
      gaps: [...suiteGaps(tlsProtocols, tlsSuites), ...exchangeGaps(seen), ...freshnessGaps(seen)],
      because: `${[...groups.map((it) => it.name), ...dh.map((it) => `DH with ${it.bits} bits`)].join(", ")}; ${
        quantum.length > 0
          ? `${quantum.join(", ")} withstands quantum computers`
          : `nothing yet withstands quantum computers (${spokenVersions(tlsProtocols).includes("TLSv1.3") ? "add X25519MLKEM768 when the library has it" : "TLS 1.3 would be needed"})`
      }`,
    });
  },
  remedy: {
    ...ephemeralExchange,
    caddy:
      "# Below TLS 1.3, Caddy that is built with Go before 1.25 signs with SHA-1 where a client asks for it.\ntls {\n  protocols tls1.3\n}",
  },
});
