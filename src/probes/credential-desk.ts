import type { SubjectId } from "../estate/subject.ts";

/** Ways in which backends keep what a password is checked against. */
export type Scheme =
  | "postgresql"
  | "mysql_native_password"
  | "caching_sha2_password"
  | "ed25519"
  | "redis"
  | "rabbitmq"
  | "ldap"
  | "crypt";

/** Where a secret lies in clear text. */
export interface Lying {
  readonly place: string;
  readonly name: string;
  readonly kind: string;
}

/** The account that a kept value belongs to. */
export interface Kept {
  readonly scheme: Scheme;
  readonly account: string;
}

export type FoundSecret = Lying & { readonly subject: SubjectId; readonly value: string };
export type KeptSecret = Kept & { readonly subject: SubjectId; readonly value: string };

/** Where a probe leaves what it came by of one subject. */
export interface Deposit {
  /** A secret that lies somewhere in clear text. */
  found(value: string, at: Lying): void;
  /** What a backend keeps of an account's password. */
  kept(value: string, of: Kept): void;
}

const most = { found: 2000, kept: 2000, length: 256 };

/**
 * Holds secrets in clear text beside what accounts are checked against, so that at the end it can be told which of them
 * opens what. It lives in memory for one assessment; nothing of it is ever told but what fits together.
 */
export class CredentialDesk {
  readonly #found: FoundSecret[] = [];
  readonly #kept: KeptSecret[] = [];
  /** How many were not taken, since there were too many or they were too long. */
  refused = 0;

  get found(): readonly FoundSecret[] {
    return this.#found;
  }

  get kept(): readonly KeptSecret[] {
    return this.#kept;
  }

  of(subject: SubjectId): Deposit {
    const takes = (have: number, limit: number, value: string) => {
      const taken = value !== "" && value.length <= most.length && have < limit;
      if (!taken && value !== "") this.refused += 1;
      return taken;
    };
    return {
      found: (value, at) => {
        // A key is compared with no password.
        if (at.kind !== "private-key" && takes(this.#found.length, most.found, value))
          this.#found.push({ ...at, subject, value });
      },
      kept: (value, of) => {
        if (takes(this.#kept.length, most.kept, value)) this.#kept.push({ ...of, subject, value });
      },
    };
  }
}
