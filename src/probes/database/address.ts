import { isIP } from "node:net";
import { TroubleError } from "../../transports/trouble.ts";

/** Where a database is reached: a TCP port or the path of a socket file. */
export type DatabaseAddress = {
  /** The address for sentences and facts. */
  readonly place: string;
  /** A socket file or an address of this machine: nothing crosses a network. */
  readonly local: boolean;
} & ({ readonly host: string; readonly port: number } | { readonly path: string });

/**
 * Reads `host`, `host:port`, an IPv6 address with or without brackets, or the path of a socket (`/…`, `unix:///…`).
 *
 * @throws TroubleError where it is none of these
 */
export function databaseAddress(declared: string, defaultPort: number): DatabaseAddress {
  const path = declared.replace(/^unix:\/\//, "");
  if (path.startsWith("/")) return { path, place: path, local: true };
  const parts = isIP(declared) === 6 ? ["", declared] : /^(?:\[([^\]]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(declared);
  const host = parts?.[1] ?? parts?.[2] ?? "";
  const port = Number(parts?.[3] ?? defaultPort);
  if (host === "" || port < 1 || port > 65_535)
    throw new TroubleError({
      kind: "unsupported",
      message: `${declared.slice(0, 200)} is neither host:port nor the path of a socket`,
      wouldVerify: "write the address as host:port, or as the path of the socket",
    });
  const local = host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
  return { host, port, place: `${isIP(host) === 6 ? `[${host}]` : host}:${port}`, local };
}
