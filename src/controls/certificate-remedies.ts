import type { Control } from "./control.ts";

type FrontRemedy = Readonly<Record<"nginx" | "apache" | "haproxy" | "caddy", string>>;

const live = "/etc/letsencrypt/live/shop.example.com";
const whole = "/etc/haproxy/shop.example.com.pem";

/** How to have these commands give a certificate with its chain and key, and to show them. */
function shownAfter(...commands: readonly string[]): FrontRemedy {
  const runs = commands.map((it) => `# Run: ${it}\n`).join("");
  return {
    nginx: `${runs}ssl_certificate ${live}/fullchain.pem;\nssl_certificate_key ${live}/privkey.pem;`,
    apache: `${runs}SSLCertificateFile ${live}/fullchain.pem\nSSLCertificateKeyFile ${live}/privkey.pem`,
    haproxy: `${runs}# Run: cat ${live}/fullchain.pem ${live}/privkey.pem > ${whole}\nbind :443 ssl crt ${whole}`,
    caddy:
      "# Remove `tls` from the site, which is named shop.example.com: Caddy has a certificate issued, and renewed, by itself.",
  };
}

/** How to have a certificate issued for the endpoint's own name, and only for that. */
export const issuedCertificate = shownAfter("certbot certonly -d shop.example.com");

/** How to have a certificate renewed, now and by itself. */
export const renewedCertificate = shownAfter("systemctl enable --now certbot.timer", "certbot renew");

/** How to have a certificate issued for a key on P-256. */
export const strongCertificate = {
  ...shownAfter("certbot certonly --key-type ecdsa --elliptic-curve secp256r1 -d shop.example.com"),
  caddy:
    "# Remove `tls` with its files or `key_type`: Caddy makes keys on P-256, once what it has is out of the way:\n# Run: rm -rf /var/lib/caddy/.local/share/caddy/certificates/*/shop.example.com",
} as const satisfies FrontRemedy;

const replaced = shownAfter("certbot certonly --force-renewal -d shop.example.com");
const staple = "# Where the authority answers OCSP:";

/** How to replace a certificate that is revoked, with its key, and to show that the new one is not. */
export const replacedCertificate = {
  nginx: `${replaced.nginx}\n${staple}\nssl_stapling on;\nssl_stapling_verify on;\nssl_trusted_certificate ${live}/chain.pem;`,
  apache: `${replaced.apache}\n${staple}\nSSLUseStapling On\nSSLStaplingCache shmcb:/var/run/apache2/stapling(128000)`,
  haproxy: replaced.haproxy,
  caddy: `# Caddy replaces by itself what it had issued, and staples. A certificate in files is issued anew, with a new key:\n# Run: certbot certonly --force-renewal -d shop.example.com\ntls ${live}/fullchain.pem ${live}/privkey.pem`,
} as const satisfies FrontRemedy;

const own = "/etc/ssl/shop.example.com.crt /etc/ssl/intermediate.crt";
const chained = `# Run: cat ${own} > /etc/ssl/chain.crt`;

/** How to send the endpoint's certificate first, then its intermediates. */
export const wholeChain = {
  nginx: `${chained}\nssl_certificate /etc/ssl/chain.crt;`,
  apache: `${chained}\nSSLCertificateFile /etc/ssl/chain.crt`,
  haproxy: `# Run: cat ${own} /etc/ssl/shop.example.com.key > ${whole}\nbind :443 ssl crt ${whole}`,
  caddy: `${chained}\ntls /etc/ssl/chain.crt /etc/ssl/shop.example.com.key`,
} as const satisfies Control["remedy"];
