/** What a list of patterns says of a text: one of them matches, a negated one does, or none. */
export type Match = "positive" | "negative" | "none";

/** Whether a text matches a pattern in which `*` stands for any characters and `?` for one (PATTERNS in ssh_config(5)). */
export function matchesPattern(text: string, pattern: string): boolean {
  let [at, in_, star, mark] = [0, 0, -1, 0];
  while (at < text.length) {
    if (pattern[in_] === "*") {
      star = in_++;
      mark = at;
    } else if (pattern[in_] === "?" || (in_ < pattern.length && pattern[in_] === text[at])) {
      at++;
      in_++;
    } else if (star >= 0) {
      in_ = star + 1;
      at = ++mark;
    } else return false;
  }
  while (pattern[in_] === "*") in_++;
  return in_ === pattern.length;
}

/** A comma-separated list of patterns: a negated one (`!`) that matches outweighs all others. */
export function matchList(text: string, list: string, lower = false): Match {
  let found: Match = "none";
  for (const part of list.split(",")) {
    const negated = part.startsWith("!");
    const written = negated ? part.slice(1) : part;
    const pattern = lower ? written.toLowerCase() : written;
    // sshd gives up at a pattern that doesn't fit.
    if (pattern.length >= 1023) return "none";
    if (!matchesPattern(text, pattern)) continue;
    if (negated) return "negative";
    found = "positive";
  }
  return found;
}

/** An address range: bits of the address as one number, and how many of them count. */
export interface Range {
  readonly family: 4 | 6;
  readonly base: bigint;
  readonly length: number;
}

/** The number and family of an address; `undefined` for what is none. An IPv4 address in IPv6 notation is IPv6. */
export function addressBits(text: string): { readonly family: 4 | 6; readonly bits: bigint } | undefined {
  const quad = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (quad !== null) {
    const parts = quad.slice(1).map(Number);
    if (parts.some((it) => it > 255)) return undefined;
    return { family: 4, bits: parts.reduce((all, it) => all * 256n + BigInt(it), 0n) };
  }
  if (!URL.canParse(`http://[${text}]/`)) return undefined;
  const host = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [head = "", tail] = host.split("::");
  const groups = (it: string) => (it === "" ? [] : it.split(":"));
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const middle = Array.from({ length: 8 - front.length - back.length }, () => "0");
  const all = tail === undefined ? front : [...front, ...middle, ...back];
  return { family: 6, bits: all.reduce((sum, it) => sum * 65536n + BigInt(`0x${it}`), 0n) };
}

export const width = (family: 4 | 6) => (family === 4 ? 32 : 128);

/** A range in CIDR notation, or one address; `inconsistent` where bits are set that don't count; `undefined` for none. */
export function parseRange(text: string): Range | "inconsistent" | undefined {
  const [address = "", written, ...more] = text.split("/");
  const found = addressBits(address);
  if (found === undefined || more.length > 0) return undefined;
  const most = width(found.family);
  if (written !== undefined && !/^\d{1,3}$/.test(written)) return undefined;
  const length = written === undefined ? most : Number(written);
  if (length > most) return undefined;
  const host = found.bits & ((1n << BigInt(most - length)) - 1n);
  return host === 0n ? { family: found.family, base: found.bits, length } : "inconsistent";
}

export function inRange({ family, bits }: { readonly family: 4 | 6; readonly bits: bigint }, range: Range): boolean {
  const rest = BigInt(width(range.family) - range.length);
  return family === range.family && bits >> rest === range.base >> rest;
}

/** A list of ranges and patterns of addresses; `mistake` where sshd would refuse it. */
export function matchAddresses(address: string, list: string): Match | "mistake" {
  const own = addressBits(address);
  let found: Match = "none";
  for (const part of list.split(",")) {
    const negated = part.startsWith("!");
    const written = negated ? part.slice(1) : part;
    if (written === "") return "mistake";
    const range = parseRange(written);
    if (range === "inconsistent") return "mistake";
    const matches = range === undefined ? matchesPattern(address, written) : own !== undefined && inRange(own, range);
    if (!matches) continue;
    if (negated) return "negative";
    found = "positive";
  }
  return found;
}

/** Whether a host of this name and address is in a list, as `from=` and `AllowUsers user@host` take it. */
export function matchesHost(host: string, address: string, list: string): boolean {
  const byAddress = matchAddresses(address, list);
  if (byAddress === "negative" || byAddress === "mistake") return false;
  const byName = matchList(host.toLowerCase(), list, true);
  return byName !== "negative" && (byName === "positive" || byAddress === "positive");
}

/** The same where the name may not be known: then a list that names hosts could match. */
export function canMatchHost(host: string | undefined, address: string, list: string): boolean {
  return matchesHost(host ?? address, address, list) || (host === undefined && /[g-z]/i.test(list));
}
