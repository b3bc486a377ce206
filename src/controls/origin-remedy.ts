import type { Control } from "./control.ts";

/** How the application's own server is brought to answer nobody but what stands in front of it. */
export function originRemedy(before: "proxy" | "firewall") {
  const only = (product: string) =>
    `# Where ${product} is the application's own server: only the ${before}'s address may ask.`;
  return {
    nginx: `${only("nginx")}\nallow 192.0.2.10;\ndeny all;`,
    apache: `${only("Apache")}\n<Location />\n  Require ip 192.0.2.10\n</Location>`,
    haproxy: `${only("HAProxy")}\nhttp-request deny deny_status 403 unless { src 192.0.2.10 }`,
    caddy: `${only("Caddy")}\n@others not remote_ip 192.0.2.10\nrespond @others 403`,
  } as const satisfies Control["remedy"];
}
