import type { Service } from "../../../probes/service/facts.ts";

type Id = "plain" | "served" | "no-tls" | "login";

/** What is wrong with how a service speaks, or what is not known of that; `undefined` where it speaks TLS or SSH only. */
export type Plaintext =
  | { readonly id: Id; readonly data?: Readonly<Record<string, number>>; readonly severity?: "low" }
  | { readonly unclear: string };

/** What of its protocol goes over the wire in clear text. */
export function plaintextOf({ service, startTls, plainLogin, http }: Service): Plaintext | undefined {
  switch (service) {
    case "ssh":
    case "https":
    case "tls":
      return undefined;
    case "http": {
      if (http === undefined) return { unclear: "whether its plain HTTP does nothing but redirect to HTTPS" };
      if (http.redirect === "https") return undefined;
      return { id: "served", data: { status: http.status }, ...(http.status >= 400 && { severity: "low" }) };
    }
    case "redis":
    case "memcached":
    case "amqp":
    case "mongodb":
    case "telnet":
    case "rsync":
      return { id: "plain" };
    case "unknown":
      return { unclear: "what it speaks" };
    default:
      if (startTls === undefined) return { unclear: "whether it offers TLS" };
      if (!startTls) return { id: "no-tls" };
      if (plainLogin === undefined) return { unclear: "whether it refuses those who don't go on with TLS" };
      return plainLogin ? { id: "login" } : undefined;
  }
}
