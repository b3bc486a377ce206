import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { suiteGaps } from "../../tls-suite-gap.ts";

const broken = /_NULL_|_WITH_NULL|anon|EXPORT|_RC4_|_RC2_|_(?:3)?DES\d*_|_IDEA_|_SEED_|_MD5$/i;

export default control({
  id: "negotiated-suites",
  requirement: "HAR-3",
  aspect: "suites",
  subject: "endpoint",
  observes: ["tls-protocols"],
  severity: "high",
  title: "Only strong cipher suites are accepted",
  problems: {
    broken: "{version} negotiates the weak suite {suite}",
    "no-aead": "TLS 1.2 negotiates {suite}, a suite without authenticated encryption",
  },
  judge: ({ tlsProtocols }, { problem }) =>
    settle({
      problems: tlsProtocols.versions.flatMap(({ version, cipherSuite: suite }) => {
        if (suite === undefined) return [];
        if (broken.test(suite)) return [problem("broken", { version, suite }, { discriminator: version })];
        return version === "TLSv1.2" && suite.includes("_CBC_")
          ? [problem("no-aead", { suite }, { severity: "low" })]
          : [];
      }),
      gaps: suiteGaps(tlsProtocols),
      because: "only TLS 1.3 is spoken, and all of its suites are strong",
    }),
  remedy: {
    nginx:
      "ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;",
    apache:
      "SSLCipherSuite ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305",
    haproxy:
      "ssl-default-bind-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305",
    caddy: "Remove `ciphers` from the tls block: the defaults are strong suites only.",
  },
});
