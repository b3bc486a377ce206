import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, lines } from "./collected.ts";

/** Addresses by /proc/net/fib_trie and /proc/net/if_inet6, of which the second writes them in 32 hex digits. */
export function hostAddresses(from: Collected): FactsOf<"host-addresses"> {
  const all = lines(from.text("addresses")).flatMap((it) => {
    if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(it)) return it.startsWith("127.") ? [] : [it];
    return /^[0-9a-f]{32}$/.test(it) && !/^0{31}1$/.test(it) ? [shortened(it)] : [];
  });
  return { addresses: [...new Set(all)].slice(0, 500) };
}

/** As RFC 5952 writes it. */
function shortened(hex: string): string {
  const groups = hex.match(/.{4}/g)?.map((it) => it.replace(/^0{1,3}/, "")) ?? [];
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}
