import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { suiteGaps } from "../../tls-suite-gap.ts";

/** Below these a group has less than 112 bits of security (NIST SP 800-57 part 1, table 2). */
const smallest: Readonly<Record<string, number>> = { DH: 2048, ECDH: 224 };

export default control({
  id: "forward-secrecy",
  requirement: "HAR-3",
  aspect: "key-exchange",
  subject: "endpoint",
  observes: ["tls-protocols"],
  severity: "medium",
  title: "Keys are exchanged with forward secrecy over large groups",
  problems: {
    static: "{version} negotiates {suite}, without forward secrecy",
    group: "{version} exchanges keys over {type} with {bits} bits only",
  },
  judge: ({ tlsProtocols }, { problem }) =>
    settle({
      problems: tlsProtocols.versions.flatMap(({ version, cipherSuite: suite, keyExchange }) => {
        if (suite !== undefined && /^TLS_(?:RSA|DH|ECDH|PSK|RSA_PSK)_/.test(suite))
          return [problem("static", { version, suite }, { discriminator: version })];
        const { type = "", bits = Number.POSITIVE_INFINITY } = keyExchange ?? {};
        if (bits >= (smallest[type] ?? 0)) return [];
        return [problem("group", { version, type, bits }, { discriminator: version })];
      }),
      gaps: suiteGaps(tlsProtocols),
      because: "only TLS 1.3 is spoken, which always has forward secrecy and large groups",
    }),
  remedy: {
    nginx: "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;\nssl_ecdh_curve X25519:prime256v1:secp384r1;",
    apache: "SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20\nSSLOpenSSLConfCmd Groups X25519:prime256v1:secp384r1",
    haproxy:
      "ssl-default-bind-ciphers ECDHE+AESGCM:ECDHE+CHACHA20\nssl-default-bind-curves X25519:prime256v1:secp384r1",
    caddy: "Remove `ciphers` and `curves` from the tls block: the defaults have forward secrecy.",
  },
});
