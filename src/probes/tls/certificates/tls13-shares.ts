import {
  createECDH,
  createPublicKey,
  decapsulate,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";

/** Our side of a key exchange of TLS 1.3: what we send, and the secret once the server's share is there. */
export interface KeyAgreement {
  readonly group: number;
  readonly share: Buffer;
  /** `undefined` where the server's share is none of that group. */
  secretWith(share: Buffer): Buffer | undefined;
}

const curves: Readonly<Record<number, string>> = { 23: "prime256v1", 24: "secp384r1", 25: "secp521r1" };
const x25519 = 29;
const x25519MlKem768 = 0x11ec;
const mlKemCiphertext = 1088;
/** Groups in the order in which they are wished for: the cheap ones first. */
export const spokenGroups: readonly number[] = [x25519, 23, 24, 25, x25519MlKem768];

const rawOf = (key: KeyObject, length: number) => key.export({ type: "spki", format: "der" }).subarray(-length);
const x25519Prefix = Buffer.from("302a300506032b656e032100", "hex");

function curveAgreement(group: number, curve: string): KeyAgreement {
  const own = createECDH(curve);
  return { group, share: own.generateKeys(), secretWith: (share) => own.computeSecret(share) };
}

function x25519Agreement(): KeyAgreement {
  const own = generateKeyPairSync("x25519");
  return {
    group: x25519,
    share: rawOf(own.publicKey, 32),
    secretWith(share) {
      const der = Buffer.concat([x25519Prefix, share]);
      const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
      return diffieHellman({ privateKey: own.privateKey, publicKey });
    },
  };
}

function hybridAgreement(): KeyAgreement {
  const own = generateKeyPairSync("ml-kem-768");
  const classic = x25519Agreement();
  return {
    group: x25519MlKem768,
    share: Buffer.concat([rawOf(own.publicKey, 1184), classic.share]),
    secretWith(share) {
      const secret = classic.secretWith(share.subarray(mlKemCiphertext));
      return secret && Buffer.concat([decapsulate(own.privateKey, share.subarray(0, mlKemCiphertext)), secret]);
    },
  };
}

/** Starts a key exchange in that group, one of `spokenGroups`. */
export function agreeIn(group: number): KeyAgreement {
  const curve = curves[group];
  const made =
    curve !== undefined
      ? curveAgreement(group, curve)
      : group === x25519MlKem768
        ? hybridAgreement()
        : x25519Agreement();
  return {
    ...made,
    secretWith(share) {
      try {
        return made.secretWith(share);
      } catch {
        // The server's share is no point of the curve, or not of that length.
        return undefined;
      }
    },
  };
}
