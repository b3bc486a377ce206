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
const x448 = 30;
const x25519MlKem768 = 0x11ec;
const mlKemCiphertext = 1088;
/** Groups in the order in which they are wished for: the cheap ones first. */
export const spokenGroups: readonly number[] = [x25519, 23, 24, 25, x448, x25519MlKem768];

const rawOf = (key: KeyObject, length: number) => key.export({ type: "spki", format: "der" }).subarray(-length);
/** Montgomery curves (RFC 7748): what stands before the bytes of a public key in its DER, and how many these are. */
const montgomery = {
  [x25519]: { name: "x25519", prefix: Buffer.from("302a300506032b656e032100", "hex"), length: 32 },
  [x448]: { name: "x448", prefix: Buffer.from("3042300506032b656f033900", "hex"), length: 56 },
} as const;

function curveAgreement(group: number, curve: string): KeyAgreement {
  const own = createECDH(curve);
  return { group, share: own.generateKeys(), secretWith: (share) => own.computeSecret(share) };
}

function montgomeryAgreement(group: keyof typeof montgomery): KeyAgreement {
  const { name, prefix, length } = montgomery[group];
  const own = name === "x448" ? generateKeyPairSync(name) : generateKeyPairSync(name);
  return {
    group,
    share: rawOf(own.publicKey, length),
    secretWith(share) {
      const publicKey = createPublicKey({ key: Buffer.concat([prefix, share]), format: "der", type: "spki" });
      return diffieHellman({ privateKey: own.privateKey, publicKey });
    },
  };
}

function hybridAgreement(): KeyAgreement {
  const own = generateKeyPairSync("ml-kem-768");
  const classic = montgomeryAgreement(x25519);
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
        : montgomeryAgreement(group === x448 ? x448 : x25519);
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
