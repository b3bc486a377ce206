import type { Control } from "./control.ts";

/** How to exchange keys with forward secrecy over large groups only. */
export const ephemeralExchange: Control["remedy"] = {
  nginx: "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;\nssl_ecdh_curve X25519:prime256v1:secp384r1;",
  apache: "SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20\nSSLOpenSSLConfCmd Groups X25519:prime256v1:secp384r1",
  haproxy: "ssl-default-bind-ciphers ECDHE+AESGCM:ECDHE+CHACHA20\nssl-default-bind-curves X25519:prime256v1:secp384r1",
  caddy: "Remove `ciphers` and `curves` from the tls block: the defaults have forward secrecy over large groups.",
};

/** How to have a certificate renewed, now and by itself. */
export const renewedCertificate: Control["remedy"] = {
  nginx: "systemctl enable --now certbot.timer; certbot renew --deploy-hook 'nginx -s reload'",
  apache: "systemctl enable --now certbot.timer; certbot renew --deploy-hook 'apache2ctl graceful'",
  haproxy: "Renew the certificate, replace the PEM file named after `crt`, and reload HAProxy.",
  caddy: "Caddy renews by itself: look in its log for why it could not, then `caddy reload`.",
};
