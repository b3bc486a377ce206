import { execFile } from "node:child_process";
import type { Trouble } from "../transports/trouble.ts";

/** A text with who signed it: exactly the bytes that the signatures cover. */
export interface SignedText {
  readonly text: string;
  /** Fingerprints in hex of the keys with a good signature. */
  readonly signers: readonly string[];
}

/**
 * Verifies a clear-signed text (RFC 9580 §7) with gpgv against a keyring of binary keys.
 *
 * @returns the signed text, or trouble: `not-installed` without gpgv, `unparsable` without one good signature of a key of
 * the keyring; one good one among several is enough, since a distribution signs with its old and its new key.
 */
export function verifyClearSigned(
  signed: Buffer,
  keyring: string,
  signal?: AbortSignal,
): Promise<SignedText | Trouble> {
  const args = ["--keyring", keyring, "--status-fd", "2", "--output", "-"];
  return new Promise((resolve) => {
    const options = {
      encoding: "buffer",
      timeout: 20_000,
      maxBuffer: 8 * 1024 * 1024,
      ...(signal && { signal }),
    } as const;
    const child = execFile("gpgv", args, options, (error, stdout, stderr) => {
      if ((error as NodeJS.ErrnoException | null)?.code === "ENOENT") return resolve(noGpgv);
      const status = stderr.toString("latin1");
      const signers = [...status.matchAll(/^\[GNUPG:\] VALIDSIG ([0-9A-F]{40,64})/gm)].flatMap(([, it]) => it ?? []);
      const bad = /^\[GNUPG:\] (?:BADSIG|EXPKEYSIG|REVKEYSIG)/m.exec(status);
      if (signers.length === 0 || bad !== null) return resolve(unsigned(keyring, status));
      resolve({ text: stdout.toString("utf8"), signers });
    });
    child.stdin?.on("error", () => {});
    child.stdin?.end(signed);
  });
}

const noGpgv: Trouble = {
  kind: "not-installed",
  message: "gpgv is not installed, so that no signature can be verified",
  wouldVerify: "install gpgv",
};

function unsigned(keyring: string, status: string): Trouble {
  const why = /^\[GNUPG:\] (?:BADSIG|EXPKEYSIG|REVKEYSIG|NO_PUBKEY|NODATA)[^\n]{0,100}/m.exec(status)?.[0].slice(9);
  return {
    kind: "unparsable",
    message: `the package index has no good signature of a key in ${keyring}${why === undefined ? "" : ` (${why})`}`,
    wouldVerify: "name the keyring of the distribution under `advisories`",
  };
}
