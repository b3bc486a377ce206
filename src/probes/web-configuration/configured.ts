import type { Trouble } from "../../transports/trouble.ts";
import type { WebFinding, WebSite } from "./facts.ts";

/** What a configuration says by itself; nothing was asked for yet. */
export interface StaticFinding extends Omit<WebFinding, "confirmation"> {
  readonly at: WebSite;
  /** What to ask for to see it; absent where the configuration gives no path. */
  readonly request?: string;
  /** `COPY` without a destination is refused by whoever knows it (RFC 4918, 9.8), so nothing comes of it. */
  readonly method?: "GET" | "OPTIONS" | "COPY";
}

/** A configuration, read. */
export interface Configured {
  readonly sites: readonly WebSite[];
  readonly modules: readonly string[];
  readonly findings: readonly StaticFinding[];
  /** Why a part of it could not be seen. */
  readonly troubles?: readonly Trouble[];
}

/** A virtual server's name for sentences. */
export function siteName({ names, listens }: WebSite): string {
  const [first] = listens;
  return names[0] ?? (first === undefined ? "the server" : `${first.address ?? "*"}:${first.port}`);
}

/** Whether nobody but this machine itself can connect. */
export function onLoopback({ listens }: WebSite): boolean {
  return listens.length > 0 && listens.every(({ address }) => /^127\.|^::1$|^localhost$/.test(address ?? ""));
}
