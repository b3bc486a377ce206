import { isIP } from "node:net";
import { endpointUrl } from "../estate/endpoint-url.ts";

/** Where an endpoint is reached, and under which name. */
export interface EndpointAddress {
  /** `tls` where something other than HTTP is spoken in it. */
  readonly scheme: "http" | "https" | "tls";
  /** Host of the URL without brackets: a name, or an IP address. */
  readonly host: string;
  readonly port: number;
  /** Value of the Host header: brackets around IPv6, the port unless it is the scheme's own. */
  readonly hostHeader: string;
  /** Server name of the TLS handshake; absent for IP addresses (RFC 6066 section 3). */
  readonly serverName?: string;
  /** Where the connection really goes. */
  readonly connectHost: string;
  readonly connectPort: number;
}

/** Splits `host`, `host:port`, `::1`, `[::1]` or `[::1]:port`. */
function splitAddress(address: string): { readonly host: string; readonly port?: number } {
  if (isIP(address) === 6) return { host: address };
  const parts = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(address);
  if (!parts) return { host: address };
  const host = parts[1] ?? parts[2] ?? address;
  return parts[3] === undefined ? { host } : { host, port: Number(parts[3]) };
}

/**
 * The address of an endpoint's URL. With `connect` (`host`, `host:port`, IPv6 with or without brackets) the
 * connection goes there, while Host header and server name stay the URL's.
 */
export function endpointAddress(url: string, connect?: string): EndpointAddress {
  const { scheme, host, port } = endpointUrl(url);
  const instead = connect === undefined ? undefined : splitAddress(connect);
  return {
    scheme: scheme === "http" || scheme === "https" ? scheme : "tls",
    host,
    port,
    hostHeader: new URL(url).host,
    ...(isIP(host) === 0 && { serverName: host.replace(/\.$/, "") }),
    connectHost: instead?.host ?? host,
    connectPort: instead?.port ?? port,
  };
}

/** `host:port`, for sentences. */
export function placeOf(address: EndpointAddress): string {
  const at = (host: string, port: number) => `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const named = at(address.host, address.port);
  const real = at(address.connectHost, address.connectPort);
  return named === real ? named : `${named} (at ${real})`;
}
