import { createHash, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(pbkdf2);
const leastRounds = 4096;
const mostRounds = 1_000_000;
const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding, as MongoDB speaks it. */
export class ScramClient {
  readonly #password: string;
  readonly #nonce: string;
  readonly #bare: string;
  #signature: Buffer | undefined;
  #proved = false;

  constructor(user: string, password: string, nonce: string) {
    this.#password = password;
    this.#nonce = nonce;
    this.#bare = `n=${user.replaceAll("=", "=3D").replaceAll(",", "=2C")},r=${nonce}`;
  }

  get first(): string {
    return `n,,${this.#bare}`;
  }

  /** Whether the server has shown that it knows the password. */
  get proved(): boolean {
    return this.#proved;
  }

  /** What to say to what the server said: the proof, and then nothing more; `undefined` where it makes no sense. */
  async next(heard: string): Promise<string | undefined> {
    if (this.#signature !== undefined) {
      this.hear(heard);
      return this.#proved ? "" : undefined;
    }
    const [, both = "", salt = "", rounds = ""] = /^r=([^,]+),s=([^,]+),i=(\d{1,7})$/.exec(heard) ?? [];
    const count = Number(rounds);
    // Few rounds would make the proof easy to guess from.
    if (!both.startsWith(this.#nonce) || both === this.#nonce || count < leastRounds || count > mostRounds)
      return undefined;
    const salted = await derive(this.#password.normalize("NFKC"), Buffer.from(salt, "base64"), count, 32, "sha256");
    const key = hmac(salted, "Client Key");
    const ending = `c=biws,r=${both}`;
    const all = `${this.#bare},${heard},${ending}`;
    const signed = hmac(createHash("sha256").update(key).digest(), all);
    this.#signature = hmac(hmac(salted, "Server Key"), all);
    const proof = Buffer.from(key.map((byte, at) => byte ^ (signed[at] ?? 0))).toString("base64");
    return `${ending},p=${proof}`;
  }

  /** Takes note of the server's last words. */
  hear(heard: string): void {
    const told = Buffer.from(/^v=([^,]+)/.exec(heard)?.[1] ?? "", "base64");
    const signature = this.#signature;
    this.#proved ||= signature !== undefined && told.length === signature.length && timingSafeEqual(told, signature);
  }
}
