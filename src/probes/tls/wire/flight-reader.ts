import { readCertificates, readStatus } from "./certificates.ts";
import { Deframer, type TlsRecord } from "./deframer.ts";
import type { Alert, Flight, ServerHello, ServerKeyExchange } from "./flight.ts";
import { contentTypes } from "./frame.ts";
import { HandshakeAssembler, type HandshakeMessage } from "./handshake-assembler.ts";
import { readServerHello } from "./server-hello.ts";
import { type KeyExchangeOf, readServerKeyExchange } from "./server-key-exchange.ts";

const messageTypes = {
  serverHello: 2,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  helloDone: 14,
  certificateStatus: 22,
} as const;

/** An honest flight needs a handful; one byte to a record, or warnings without end, are no reason to go on. */
const maxRecords = 2000;
const tls13 = 0x0304;

/**
 * Reads what a server sends in clear after a hello, from bytes as they come: push until `done`. Memory is bounded by one
 * record and one handshake message, plus the parts kept in the flight. Never throws.
 */
export class FlightReader {
  readonly #suiteOf: (code: number) => KeyExchangeOf | undefined;
  readonly #afterRetry: boolean;
  readonly #records = new Deframer();
  readonly #messages = new HandshakeAssembler();
  #head = Buffer.alloc(0);
  #seen = 0;
  #malformed: string | undefined;
  #serverHello: ServerHello | undefined;
  #certificates: readonly Buffer[] | undefined;
  #serverKeyExchange: ServerKeyExchange | undefined;
  #stapled: Buffer | undefined;
  #alert: Alert | undefined;
  #requested = false;
  #helloDone = false;
  #done = false;

  /**
   * `suiteOf` says how a suite exchanges keys, which a ServerKeyExchange does not say itself. After a HelloRetryRequest, a
   * ChangeCipherSpec may come that means nothing (RFC 8446 appendix D.4).
   */
  constructor(suiteOf: (code: number) => KeyExchangeOf | undefined, afterRetry = false) {
    this.#suiteOf = suiteOf;
    this.#afterRetry = afterRetry;
  }

  /** Nothing more is to be expected, or nothing more makes sense. */
  get done(): boolean {
    return this.#done || this.#malformed !== undefined;
  }

  push(chunk: Buffer): void {
    if (this.#head.length < 256) this.#head = Buffer.concat([this.#head, chunk.subarray(0, 256 - this.#head.length)]);
    for (const record of this.#records.push(chunk)) {
      this.#seen += 1;
      if (this.#seen > maxRecords) this.#malformed ??= "too many records";
      if (this.done) return;
      this.#record(record);
    }
    if (!this.#done) this.#malformed ??= this.#records.malformed;
  }

  flight(): Flight {
    return {
      ...(this.#serverHello && { serverHello: this.#serverHello }),
      ...(this.#certificates && { certificates: this.#certificates }),
      ...(this.#serverKeyExchange && { serverKeyExchange: this.#serverKeyExchange }),
      ...(this.#stapled && { stapled: this.#stapled }),
      ...(this.#alert && { alert: this.#alert }),
      ...(this.#malformed !== undefined && { malformed: this.#malformed }),
      certificateRequested: this.#requested,
      helloDone: this.#helloDone,
      head: this.#head,
    };
  }

  #record({ type, content }: TlsRecord): void {
    if (type === contentTypes.alert) this.#readAlert(content);
    else if (type === contentTypes.handshake) {
      for (const message of this.#messages.push(content)) if (!this.done) this.#message(message);
      this.#malformed ??= this.#messages.malformed;
    }
    // From ChangeCipherSpec on (a resumed session, or TLS 1.3) everything is encrypted.
    else if (type === contentTypes.changeCipherSpec && this.#serverHello) this.#done = true;
    else if (type !== contentTypes.changeCipherSpec || !this.#afterRetry)
      this.#malformed ??= `a record of type ${type} does not belong into a hello's answer`;
  }

  #readAlert(content: Buffer): void {
    const [level, description] = content;
    if (level === undefined || description === undefined || content.length !== 2) {
      this.#malformed ??= `an alert of ${content.length} bytes`;
      return;
    }
    // A warning such as unrecognized_name is not the end, close_notify is.
    if (level === 1 && description !== 0) return;
    this.#alert = { level, description };
    this.#done = true;
  }

  #message({ type, body }: HandshakeMessage): void {
    const hello = this.#serverHello;
    if (type === messageTypes.serverHello) this.#readHello(body);
    else if (!hello) {
      // HelloRequest (0) may come at any time and says nothing.
      if (type !== 0) this.#malformed ??= `handshake message ${type} came before the ServerHello`;
    } else if (type === messageTypes.certificate) {
      this.#certificates = readCertificates(body);
      if (!this.#certificates) this.#malformed ??= "the Certificate message can't be read";
    } else if (type === messageTypes.serverKeyExchange) {
      const suite = this.#suiteOf(hello.suite);
      if (suite) this.#serverKeyExchange = readServerKeyExchange(body, suite, hello.version);
      if (!this.#serverKeyExchange) this.#malformed ??= "the ServerKeyExchange message can't be read";
    } else if (type === messageTypes.certificateRequest) this.#requested = true;
    else if (type === messageTypes.certificateStatus) this.#stapled = readStatus(body);
    else if (type === messageTypes.helloDone) {
      this.#helloDone = true;
      this.#done = true;
    }
  }

  #readHello(body: Buffer): void {
    if (this.#serverHello) {
      this.#malformed ??= "a second ServerHello";
      return;
    }
    this.#serverHello = readServerHello(body);
    if (!this.#serverHello) this.#malformed ??= "the ServerHello can't be read";
    else if (this.#serverHello.version === tls13 || this.#serverHello.isRetryRequest) this.#done = true;
  }
}
