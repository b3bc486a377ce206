import type { ConfigurationLine } from "./configuration-line.ts";
import type { Forward } from "./logging-facts.ts";

type Found = Omit<Forward, "running">;

const placeOf = (it: ConfigurationLine) => `${it.path}:${it.number}`;
const unquoted = (text: string) => text.trim().replace(/^["']|["'],?$/g, "");

/** systemd-journal-upload sends the whole journal (journal-upload.conf(5)). */
export function journalUpload(all: readonly ConfigurationLine[]): readonly Found[] {
  return all
    .filter(({ path }) => path.includes("/journal-upload.conf"))
    .flatMap((it) => {
      const url = /^URL\s*=\s*(\S+)/i.exec(it.text)?.[1];
      if (url === undefined) return [];
      const encrypted = /^https:/i.test(url);
      return [
        { by: "journal-upload", to: url, protocol: "http", encrypted, logins: true, place: placeOf(it) } as const,
      ];
    });
}

/** audisp-remote sends the records of the kernel's audit, among which PAM's own ones of logins (audisp-remote.conf(5)). */
export function auditRemote(all: readonly ConfigurationLine[]): readonly Found[] {
  const isActive = all.some((it) => /\/au-remote\.conf$/.test(it.path) && /^active\s*=\s*yes\b/i.test(it.text));
  if (!isActive) return [];
  const own = all.filter((it) => it.path.endsWith("/audisp-remote.conf"));
  const encrypted = own.some((it) => /^enable_krb5\s*=\s*yes\b/i.test(it.text));
  return own.flatMap((it) => {
    const to = /^remote_server\s*=\s*(\S+)/i.exec(it.text)?.[1];
    return to === undefined
      ? []
      : [{ by: "audisp-remote", to, protocol: "tcp", encrypted, place: placeOf(it) } as const];
  });
}

/** Destinations over the network of syslog-ng; which records its filters let through is not followed. */
export function syslogNg(all: readonly ConfigurationLine[]): readonly Found[] {
  return all
    .filter(({ path }) => path.startsWith("/etc/syslog-ng/"))
    .flatMap((it) => {
      const found = /\b(network|syslog|tcp|tcp6|udp|udp6)\s*\(\s*["']([^"']+)["']/i.exec(it.text);
      if (found === null || /^source\b/i.test(it.text)) return [];
      const [, how = "", to = ""] = found;
      const transport = /transport\s*\(\s*["']?(\w+)/i.exec(it.text)?.[1]?.toLowerCase();
      const protocol = (transport ?? how.toLowerCase()).startsWith("udp") ? "udp" : "tcp";
      return [{ by: "syslog-ng", to, protocol, encrypted: transport === "tls", place: placeOf(it) } as const];
    });
}

const shippers = [
  ["vector", /^\/etc\/vector\//, /^(?:address|endpoint|endpoints|bootstrap_servers)\s*[=:]\s*\[?\s*(\S+?)\]?$/i],
  ["filebeat", /^\/etc\/filebeat\//, /^hosts\s*:\s*\[?\s*([^\],\s]+)/i],
  ["fluent-bit", /^\/etc\/fluent-bit\//, /^host\s*:?\s+(\S+)/i],
] as const;

/** Programs that pick up files and send them on: where to is told, what of it is not followed. */
export function fileShippers(all: readonly ConfigurationLine[]): readonly Found[] {
  return shippers.flatMap(([by, files, target]) =>
    all
      .filter(({ path }) => files.test(path))
      .flatMap((it) => {
        const found = target.exec(it.text)?.[1];
        if (found === undefined || /^["']?(?:127\.|localhost|0\.0\.0\.0|::1)/.test(found)) return [];
        // Credentials may stand in an address.
        const to = unquoted(found).replace(/\/\/[^/@]*@/, "//");
        const encrypted = /^https:/i.test(to) ? { encrypted: true } : /^http:/i.test(to) ? { encrypted: false } : {};
        return [{ by, to, protocol: "other", ...encrypted, place: placeOf(it) } as const];
      }),
  );
}
