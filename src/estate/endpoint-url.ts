/** Schemes of an endpoint's URL, with the port that goes without saying; nothing is usual for TLS by itself. */
const usualPorts: Readonly<Record<string, number | undefined>> = {
  ...{ http: 80, https: 443, tls: undefined },
  ...{ smtps: 465, imaps: 993, pop3s: 995, ldaps: 636, ftps: 990 },
};

const schemes = Object.keys(usualPorts);
const bareTls = new RegExp(`^(?:${schemes.filter((it) => !it.startsWith("http")).join("|")}):`, "i");
/** For the schema: the protocol of a URL, without its colon. */
export const endpointScheme = new RegExp(`^(?:${schemes.join("|")})$`);

/** What the URL of an endpoint says of its place. */
export interface EndpointUrl {
  readonly scheme: string;
  /** A name in lower case and Punycode, or an IP address; without brackets. */
  readonly host: string;
  /** `0` where the URL gives none and its scheme has none. */
  readonly port: number;
}

/** Whether a URL is of TLS without HTTP in it, such as `tls://mail.example.com:465` or `imaps://mail.example.com`. */
export function isBareTls(url: string): boolean {
  return bareTls.test(url.trim());
}

/** Takes the URL of an endpoint apart. */
export function endpointUrl(url: string): EndpointUrl {
  const { protocol, port } = new URL(url);
  const scheme = protocol.slice(0, -1);
  // Only of schemes that it knows does the standard of URLs read the host as a name.
  const { hostname } = new URL(url.trim().replace(/^[a-z0-9]+:/i, "https:"));
  return {
    scheme,
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (usualPorts[scheme] ?? 0) : Number(port),
  };
}

/** The same text for every way to write such a URL: lower-case host, no usual port, no path. */
export function normalBareTls(url: string): string {
  const { scheme, host, port } = endpointUrl(url);
  const named = host.includes(":") ? `[${host}]` : host;
  return `${scheme}://${named}${port === usualPorts[scheme] ? "" : `:${port}`}`;
}

/** What is wrong with such a URL beyond its spelling; `undefined` if nothing is. */
export function flawOfBareTls(url: string): string | undefined {
  // What is no URL at all is told as that.
  if (!URL.canParse(url)) return undefined;
  if (!URL.canParse(url.trim().replace(/^[a-z0-9]+:/i, "https:")) || !/^[a-z0-9]+:\/\/[^/]/i.test(url.trim()))
    return "it names no host; write such as tls://mail.example.com:465";
  const { username, password, pathname, search, hash } = new URL(url);
  if (`${username}${password}${search}${hash}` !== "" || !["", "/"].includes(pathname))
    return "there is nothing but a host and a port where no HTTP is spoken; leave the rest out";
  if (endpointUrl(url).port === 0) return "it lacks a port, such as tls://mail.example.com:465";
  return undefined;
}
