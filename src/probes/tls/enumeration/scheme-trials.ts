import type { Outcome } from "./outcome.ts";

/** Schemes by the key that makes them (RFC 8446 section 4.2.3); those of PKCS #1 v1.5 sign no TLS 1.3 handshake. */
const byRsa = [0x0804, 0x0805, 0x0806] as const;
const byEcdsa = [0x0403, 0x0503, 0x0603] as const;
const byOthers = [
  0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x081a, 0x081b, 0x081c, 0x0904, 0x0905, 0x0906, 0x0704, 0x0708, 0x0709,
  0x070a, 0x070b, 0x070c, 0x070d, 0x070e, 0x070f,
] as const;
const allSchemes = [...byRsa, ...byEcdsa, ...byOthers];

/** Schemes that are tried together. */
export type SchemeList = readonly number[];

/** Which keys the server has shown before TLS 1.3. */
export interface SignerKeys {
  readonly rsa: boolean;
  readonly ecdsa: boolean;
}

/**
 * Which schemes sign TLS 1.3 handshakes. The signature itself is encrypted, so they are told by whether the server goes on
 * when nothing else is offered: all that is unlikely at once, and what is accepted in parts again.
 */
export class SchemeTrials {
  readonly #keys: () => SignerKeys;
  #waiting: SchemeList[] | undefined;
  readonly #accepted = new Set<number>();
  /** Refused by the way; that counts only where that way was gone to its end. */
  readonly #refusedInPassing: SchemeList[] = [];
  #wentOn = false;
  #tiresome = false;

  /** `keys` is asked when the first trial begins: each single scheme of these is worth a trial. */
  constructor(keys: () => SignerKeys) {
    this.#keys = keys;
  }

  /** The next list; it has to come back by one of the ways below. */
  next(): SchemeList | undefined {
    this.#waiting ??= this.#first();
    return this.#waiting.shift();
  }

  #first(): SchemeList[] {
    const { rsa, ecdsa } = this.#keys();
    const likely: readonly number[] = [...(rsa ? byRsa : []), ...(ecdsa ? byEcdsa : [])];
    if (likely.length === 0) return [[...byRsa], [...byEcdsa], [...byOthers]];
    return [...likely.map((it) => [it]), allSchemes.filter((it) => !likely.includes(it))];
  }

  /** The next list that is worth a trial in passing: what is unlikely would only be refused, for whatever reason. */
  nextInPassing(): SchemeList | undefined {
    this.#waiting ??= this.#first();
    const isLikely = (this.#waiting[0]?.length ?? 0) <= 3;
    return isLikely && !this.#tiresome ? this.#waiting.shift() : undefined;
  }

  /** It was tried in passing, and nothing can be told from that. */
  putBack(list: SchemeList): void {
    this.#waiting?.unshift(list);
    this.#tiresome = true;
  }

  /** What came of a hello with this list alone. */
  told(list: SchemeList, isAccepted: boolean): void {
    if (!isAccepted) return;
    if (list.length === 1) for (const it of list) this.#accepted.add(it);
    else this.#waiting?.unshift(...parts(list));
  }

  /** The same in a handshake that was about something else; `again` is what came of going on with a key. */
  toldInPassing(list: SchemeList, again: Outcome | undefined): void {
    if (again?.state === "chosen" && !again.serverHello.isRetryRequest) {
      this.#wentOn = true;
      this.told(list, true);
    } else if (again?.state === "refused" && again.by === "alert") {
      this.#refusedInPassing.push(list);
    } else this.putBack(list);
  }

  /** Ends the trials in passing: where none came through, what was refused may have been refused for another reason. */
  alone(): void {
    if (!this.#wentOn) this.#waiting?.unshift(...this.#refusedInPassing.splice(0));
  }

  schemes(): SchemeList {
    return allSchemes.filter((it) => this.#accepted.has(it));
  }
}

/** Few are tried one by one, many by halves. */
function parts(list: SchemeList): readonly SchemeList[] {
  if (list.length <= 3) return list.map((it) => [it]);
  const middle = list.length >>> 1;
  return [list.slice(0, middle), list.slice(middle)];
}
