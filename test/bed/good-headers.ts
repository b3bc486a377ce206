/** Response headers of a hardened site. */
export const goodHeaders: readonly (readonly [string, string])[] = [
  ["Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"],
  [
    "Content-Security-Policy",
    "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
  ],
  ["X-Frame-Options", "SAMEORIGIN"],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "same-origin"],
  ["Cache-Control", "no-cache, no-store"],
  ["Pragma", "no-cache"],
  ["Expires", "-1"],
  ["Set-Cookie", "__Host-session=0123456789abcdef0123456789abcdef; Path=/; Secure; HttpOnly; SameSite=Lax"],
];
