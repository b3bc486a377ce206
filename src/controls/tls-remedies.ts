import type { Control } from "./control.ts";

const suites = "ECDHE+AESGCM:ECDHE+CHACHA20";
const groups = "X25519:prime256v1:secp384r1";

/** How to accept nothing but suites that encrypt with authentication and exchange keys with forward secrecy. */
export const strongSuites = {
  nginx: `ssl_ciphers ${suites};\n# Remove \`ssl_dhparam\`: nothing needs it any more, and with a short one nginx would not start.`,
  apache: `SSLCipherSuite ${suites}\n# Remove \`SSLOpenSSLConfCmd DHParameters\`: nothing needs them any more, and with short ones Apache would not start.`,
  haproxy: `# In global:\nssl-default-bind-ciphers ${suites}`,
  caddy: "# Remove `ciphers` from the tls block: the defaults are strong suites only.",
} as const satisfies Control["remedy"];

/** How to exchange keys with forward secrecy over large groups only. */
export const ephemeralExchange = {
  nginx: `${strongSuites.nginx}\nssl_ecdh_curve ${groups};`,
  apache: `${strongSuites.apache}\nSSLOpenSSLConfCmd Groups ${groups}`,
  haproxy: `${strongSuites.haproxy}\nssl-default-bind-curves ${groups}`,
  caddy: "# Remove `ciphers` and `curves` from the tls block: the defaults have forward secrecy over large groups.",
} as const satisfies Control["remedy"];

/** How to speak nothing older than TLS 1.2. */
export const newVersions = {
  nginx: "ssl_protocols TLSv1.2 TLSv1.3;",
  apache: "SSLProtocol -all +TLSv1.2 +TLSv1.3",
  haproxy: "# In global:\nssl-default-bind-options ssl-min-ver TLSv1.2",
  caddy: "# Caddy speaks nothing older than TLS 1.2: look at what stands in front of it.",
} as const satisfies Control["remedy"];
