import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { record } from "../wire/frame.ts";
import { u8, u16 } from "../wire/write.ts";
import type { Keys } from "./key-schedule.ts";
import type { SessionSuite } from "./session-suites.ts";

/** How a record is to be spoiled on purpose; only suites with CBC have a padding. */
export interface Spoil {
  readonly mac?: boolean;
  readonly padding?: boolean;
}

/** `node:crypto` takes modes of ciphers as types of their own; here it is one name from a table. */
const aeadCipher = (suite: SessionSuite) => suite.cipher as "aes-128-gcm";

/** Protects the records of one direction of TLS 1.0 to 1.2 (RFC 5246 section 6.2.3). */
export class Protection {
  readonly #suite: SessionSuite;
  readonly #version: number;
  readonly #keys: Keys;
  #sequence = 0n;
  /** TLS 1.0 goes on with the last block of the record before. */
  #chained: Buffer;

  constructor(suite: SessionSuite, version: number, keys: Keys) {
    this.#suite = suite;
    this.#version = version;
    this.#keys = keys;
    this.#chained = keys.iv;
  }

  /** A whole protected record. */
  seal(type: number, content: Buffer, spoil: Spoil = {}): Buffer {
    const head = this.#head(type, content.length);
    if (this.#suite.mode !== "cbc") return record(type, this.#sealAead(head, content), this.#version);
    const block = this.#suite.blockBytes;
    const mac = this.#mac(head, content);
    if (spoil.mac) mac.fill((mac[0] ?? 0) ^ 0xff, 0, 1);
    const unpadded = content.length + mac.length + 1;
    // A spoiled padding needs bytes to spoil: one block more than there has to be.
    const length = ((block - (unpadded % block)) % block) + (spoil.padding ? block : 0);
    const padding = Buffer.alloc(length + 1, length);
    if (spoil.padding) padding.fill(length ^ 0x80, 0, length);
    return record(type, this.#encryptCbc(Buffer.concat([content, mac, padding])), this.#version);
  }

  /** The content of a protected fragment; throws where it can't be opened. */
  open(type: number, fragment: Buffer): Buffer {
    if (this.#suite.mode !== "cbc") return this.#openAead(type, fragment);
    const block = this.#suite.blockBytes;
    const explicit = this.#version >= 0x0302;
    const iv = explicit ? fragment.subarray(0, block) : this.#chained;
    const encrypted = explicit ? fragment.subarray(block) : fragment;
    if (encrypted.length === 0 || encrypted.length % block !== 0) throw new Error("no whole blocks");
    this.#chained = encrypted.subarray(encrypted.length - block);
    const cipher = createDecipheriv(this.#suite.cipher, this.#keys.key, iv).setAutoPadding(false);
    const plain = Buffer.concat([cipher.update(encrypted), cipher.final()]);
    const padding = plain[plain.length - 1] ?? 0;
    const length = plain.length - 1 - padding - this.#suite.macBytes;
    if (length < 0) throw new Error("padding longer than the record");
    const content = plain.subarray(0, length);
    const mac = this.#mac(this.#head(type, length), content);
    if (!mac.equals(plain.subarray(length, length + mac.length))) throw new Error("wrong MAC");
    return content;
  }

  /** What is authenticated with a record besides its content. */
  #head(type: number, length: number): Buffer {
    const sequence = Buffer.alloc(8);
    sequence.writeBigUInt64BE(this.#sequence);
    this.#sequence += 1n;
    return Buffer.concat([sequence, u8(type), u16(this.#version), u16(length)]);
  }

  #mac(head: Buffer, content: Buffer): Buffer {
    return createHmac(this.#suite.mac ?? "sha1", this.#keys.mac)
      .update(head)
      .update(content)
      .digest();
  }

  #encryptCbc(plain: Buffer): Buffer {
    const explicit = this.#version >= 0x0302;
    const iv = explicit ? randomBytes(this.#suite.blockBytes) : this.#chained;
    const cipher = createCipheriv(this.#suite.cipher, this.#keys.key, iv).setAutoPadding(false);
    const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
    this.#chained = encrypted.subarray(encrypted.length - this.#suite.blockBytes);
    return explicit ? Buffer.concat([iv, encrypted]) : encrypted;
  }

  #nonce(sequence: Buffer): Buffer {
    const { iv } = this.#keys;
    if (this.#suite.mode === "gcm") return Buffer.concat([iv, sequence]);
    return Buffer.from(iv.map((byte, at) => byte ^ (at < 4 ? 0 : (sequence[at - 4] ?? 0))));
  }

  #sealAead(head: Buffer, content: Buffer): Buffer {
    const sequence = head.subarray(0, 8);
    const cipher = createCipheriv(aeadCipher(this.#suite), this.#keys.key, this.#nonce(sequence), {
      authTagLength: 16,
    }).setAAD(head, { plaintextLength: content.length });
    const sealed = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    return this.#suite.mode === "gcm" ? Buffer.concat([sequence, sealed]) : sealed;
  }

  #openAead(type: number, fragment: Buffer): Buffer {
    const explicit = this.#suite.mode === "gcm" ? 8 : 0;
    const length = fragment.length - explicit - 16;
    if (length < 0) throw new Error("record shorter than its tag");
    const head = this.#head(type, length);
    const nonce = this.#nonce(explicit > 0 ? fragment.subarray(0, explicit) : head.subarray(0, 8));
    const cipher = createDecipheriv(aeadCipher(this.#suite), this.#keys.key, nonce, { authTagLength: 16 })
      .setAAD(head, { plaintextLength: length })
      .setAuthTag(fragment.subarray(fragment.length - 16));
    return Buffer.concat([cipher.update(fragment.subarray(explicit, explicit + length)), cipher.final()]);
  }
}
