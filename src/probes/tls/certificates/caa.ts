import type { Resolver } from "node:dns/promises";
import type { Trouble } from "../../../transports/trouble.ts";

/** CAA records of a name, each as in a zone file, such as `0 issue "ca.example.net"`. */
export interface Caa {
  readonly records: string[];
  readonly trouble?: Trouble;
}

/** These say for sure that there is no such record at that name. */
const nothingThere = new Set(["ENODATA", "ENOTFOUND"]);

function lineOf(record: object): string {
  const { critical, ...property } = record as { readonly critical: number };
  const [tag, value] = Object.entries(property).find(([key]) => key !== "type") ?? ["", ""];
  return `${critical} ${tag} ${JSON.stringify(value)}`;
}

/**
 * Looks up the CAA records that hold for a name: its own, otherwise those of the nearest name above it (RFC 8659
 * section 3). `servers` are DNS servers instead of the machine's own.
 */
export async function lookUpCaa(
  name: string,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal; readonly servers?: readonly string[] },
): Promise<Caa> {
  // Loaded late: it takes a while, and most runs ask no DNS server.
  const { Resolver } = await import("node:dns/promises");
  const resolver = new Resolver({ timeout: options.timeoutMs, tries: 2 });
  if (options.servers) resolver.setServers(options.servers);
  const cancel = () => resolver.cancel();
  options.signal.addEventListener("abort", cancel, { once: true });
  const labels = name.replace(/\.$/, "").split(".");
  try {
    for (const at of labels.keys()) {
      const found = await recordsAt(resolver, labels.slice(at).join("."));
      if (!Array.isArray(found)) return { records: [], trouble: found as Trouble };
      if (found.length > 0) return { records: found };
    }
    return { records: [] };
  } finally {
    options.signal.removeEventListener("abort", cancel);
  }
}

async function recordsAt(resolver: Resolver, name: string): Promise<string[] | Trouble> {
  try {
    return (await resolver.resolveCaa(name)).map(lineOf);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (nothingThere.has(code)) return [];
    if (code === "") throw error;
    return {
      kind: code === "ETIMEOUT" || code === "ECANCELLED" ? "timeout" : "unreachable",
      message: `the CAA records of ${name} can't be looked up (${code})`,
      wouldVerify: `a DNS server that answers this machine for ${name}`,
    };
  }
}
