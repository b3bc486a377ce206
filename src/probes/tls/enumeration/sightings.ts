import { createHash } from "node:crypto";
import type { FactsOf } from "../../fact-kinds.ts";
import { knownPrimes } from "../tables/known-primes.ts";
import { suiteOf } from "../tables/suites.ts";
import type { Known } from "../target.ts";
import { versionCodes } from "../wire/client-hello.ts";
import { extensionTypes } from "../wire/extension.ts";
import type { Flight, ServerHello } from "../wire/flight.ts";
import type { EarlierVersion } from "./earlier-version.ts";
import type { Outcome } from "./outcome.ts";

type DhFact = FactsOf<"tls-key-exchange">["dh"][number];
type Chosen = Extract<Outcome, { state: "chosen" }>;

function withoutZeros(bytes: Buffer): Buffer {
  const first = bytes.findIndex((it) => it !== 0);
  return first < 0 ? bytes.subarray(bytes.length) : bytes.subarray(first);
}
const bitsOf = (bytes: Buffer) => (bytes.length === 0 ? 0 : bytes.length * 8 - Math.clz32(bytes[0] ?? 0) + 24);
const decimal = (bytes: Buffer) => (bytes.length === 0 ? "0" : BigInt(`0x${bytes.toString("hex")}`).toString());

function add(to: Map<number, Set<number>>, key: number, value: number): void {
  const values = to.get(key) ?? new Set();
  to.set(key, values.add(value));
}

/** What is seen in passing, in every handshake, and never asked for on its own. */
export class Sightings {
  readonly #dh = new Map<string, DhFact>();
  readonly #values = { dh: new Map<string, Set<string>>(), ecdh: new Map<string, Set<string>>() };
  readonly #handshakes = { dh: new Map<string, number>(), ecdh: new Map<string, number>() };
  readonly #reused = { dh: false, ecdh: false };
  readonly #schemes = new Map<number, Set<number>>();
  readonly #curves = new Map<number, Set<number>>();
  readonly #stays = new Set<EarlierVersion>();
  readonly #signers = new Set<string>();
  readonly #heard = Promise.withResolvers<void>();
  /** Settled once TLS 1.2 was answered for the first time, in whatever way. */
  readonly heardOfEarlier = this.#heard.promise;
  readonly #passing = new Map<number, NonNullable<Known["inPassing"]>>();
  certificateRequested = false;
  /** Whether a whole first flight was seen, in which a CertificateRequest would have been. */
  flightSeen = false;

  note({ suite, scheme, group, publicValue, flight, serverHello }: Chosen): void {
    if (flight.certificateRequested) this.certificateRequested = true;
    if (flight.helloDone) this.flightSeen = true;
    if (flight.certificates) this.#signers.add(suiteOf(suite).authentication);
    this.#notePassing(suite, flight, serverHello);
    if (scheme !== undefined) add(this.#schemes, serverHello.version, scheme);
    const exchange = flight.serverKeyExchange;
    if (exchange?.kind === "ecdh" && exchange.group !== undefined)
      add(this.#curves, serverHello.version, exchange.group);
    if (exchange?.kind === "dh" && exchange.prime && exchange.generator) {
      const fact = dhFact(exchange.prime, exchange.generator, suiteOf(suite).exportGrade);
      this.#dh.set(`${fact.primeSha256} ${fact.exportGrade}`, fact);
      if (publicValue) this.#value("dh", fact.primeSha256, publicValue);
    } else if (publicValue && group !== undefined && !serverHello.isRetryRequest)
      this.#value("ecdh", `${group}`, publicValue);
  }

  #value(kind: "dh" | "ecdh", of: string, value: Buffer): void {
    const seen = this.#values[kind].get(of) ?? new Set();
    const text = value.toString("base64");
    if (seen.has(text)) this.#reused[kind] = true;
    seen.add(text);
    this.#values[kind].set(of, seen);
    this.#handshakes[kind].set(of, (this.#handshakes[kind].get(of) ?? 0) + 1);
  }

  /** Signature schemes, and curves, that were chosen in a version before TLS 1.3. */
  schemesOf(version: EarlierVersion): ReadonlySet<number> {
    return this.#schemes.get(versionCodes[version]) ?? new Set();
  }
  curvesOf(version: EarlierVersion): ReadonlySet<number> {
    return this.#curves.get(versionCodes[version]) ?? new Set();
  }

  #notePassing(code: number, { certificates }: Flight, { version, sessionId, extensions }: ServerHello): void {
    const { aead, blockBits, keyExchange } = suiteOf(code);
    const before = this.#passing.get(version);
    const isBlock = !aead && blockBits !== undefined && keyExchange !== "GOST";
    const has = extensions.some((it) => it.type === extensionTypes.encryptThenMac);
    const [certificate] = certificates ?? [];
    this.#passing.set(version, {
      ...(before ?? { sessionId, ...(certificate && { certificate }) }),
      ...(isBlock && { encryptThenMac: has || before?.encryptThenMac === true }),
    });
  }
  /** What that version answered besides. */
  inPassing(version: EarlierVersion): Known["inPassing"] {
    return this.#passing.get(versionCodes[version]);
  }

  noteAnswer(version: EarlierVersion): void {
    if (version === "TLSv1.2") this.#heard.resolve();
  }
  /** Keys of the certificates that were shown before TLS 1.3. */
  signerKeys(): { readonly rsa: boolean; readonly ecdsa: boolean } {
    return { rsa: this.#signers.has("RSA"), ecdsa: this.#signers.has("ECDSA") };
  }

  /** A curve was chosen that had been chosen before and was offered last. */
  noteStay(version: EarlierVersion): void {
    this.#stays.add(version);
  }
  /** Whether the server has an order of curves of its own, provided that it takes more than one; absent where not seen. */
  curveOrder(version: EarlierVersion): boolean | undefined {
    if (this.curvesOf(version).size > 1) return false;
    return this.#stays.has(version) ? true : undefined;
  }

  dh(): readonly DhFact[] {
    return [...this.#dh.values()].sort((a, b) => a.bits - b.bits);
  }

  /** Whether the same public value came twice; absent where no two handshakes could be compared. */
  reused(kind: "dh" | "ecdh"): boolean | undefined {
    if (this.#reused[kind]) return true;
    return [...this.#handshakes[kind].values()].some((it) => it > 1) ? false : undefined;
  }
}

/** Parameters as a fact. */
export function dhFact(prime: Buffer, generator: Buffer, exportGrade: boolean): DhFact {
  const plain = withoutZeros(prime);
  const primeSha256 = createHash("sha256").update(plain).digest("hex");
  const knownPrime = knownPrimes.get(primeSha256);
  return {
    bits: bitsOf(plain),
    generator: decimal(generator),
    primeSha256,
    ...(knownPrime !== undefined && { knownPrime }),
    exportGrade,
  };
}
