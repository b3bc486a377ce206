/** How a registry wants to be asked (RFC 9110 section 11.6.1; distribution's token authentication). */
export type Challenge =
  | { readonly scheme: "basic" }
  | { readonly scheme: "bearer"; readonly realm: string; readonly service?: string; readonly scope?: string };

/** Reads `WWW-Authenticate`; nothing for schemes that registries don't use. */
export function readChallenge(header: string | undefined): Challenge | undefined {
  if (header === undefined || header.length > 4096) return undefined;
  if (/^\s*basic\b/i.test(header)) return { scheme: "basic" };
  if (!/^\s*bearer\s/i.test(header)) return undefined;
  const parameters = new Map(
    [...header.matchAll(/(\w{1,40})="([^"]{0,1000})"/g)].map(([, name = "", value = ""]) => [
      name.toLowerCase(),
      value,
    ]),
  );
  const realm = parameters.get("realm");
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  const service = parameters.get("service");
  const scope = parameters.get("scope");
  return {
    ...{ scheme: "bearer", realm },
    ...(service !== undefined && { service }),
    ...(scope !== undefined && { scope }),
  };
}

/**
 * Whether a registry's account may be shown to the server that it sends for tokens: itself, or one under the same name,
 * such as auth.example.com for registry.example.com. Anybody else could be a thief of passwords.
 */
export function mayKnowPassword(registry: string, realm: URL): boolean {
  const host = registry.replace(/:\d+$/, "").toLowerCase();
  const other = realm.hostname.toLowerCase();
  const above = (name: string) => name.slice(name.indexOf(".") + 1);
  if (other === host) return true;
  if (/^[\d.]+$|:/.test(host) || !above(host).includes("."))
    return host.endsWith(".docker.io") && other === "auth.docker.io";
  return other === above(host) || above(other) === above(host);
}
