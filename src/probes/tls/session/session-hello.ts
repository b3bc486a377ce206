import { randomBytes } from "node:crypto";
import type { ProtocolVersion } from "../facts.ts";
import type { Target } from "../target.ts";
import type { ClientHello, Extension, WireVersion } from "../wire/client-hello.ts";
import {
  pointFormats,
  renegotiationInfo,
  serverName,
  signatureAlgorithms,
  supportedGroups,
} from "../wire/extension.ts";
import { agreementGroups } from "./key-agreement.ts";
import { sessionSuites } from "./session-suites.ts";

/** Every scheme that TLS 1.2 knows, SHA-1 and MD5 with it: the server is only looked at. */
const anyScheme: readonly number[] = [
  ...[0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b],
  ...[0x0401, 0x0501, 0x0601, 0x0303, 0x0301, 0x0302, 0x0402, 0x0502, 0x0602, 0x0203, 0x0201, 0x0202, 0x0101],
];

export type Legacy = "TLSv1" | "TLSv1.1" | "TLSv1.2";
const legacies: readonly Legacy[] = ["TLSv1.2", "TLSv1.1", "TLSv1"];
const isLegacy = (version: ProtocolVersion): version is Legacy => legacies.some((it) => it === version);

/** The newest of TLS 1.0 to 1.2 that the target offers. */
export function newestLegacy(target: Target): Legacy | undefined {
  return legacies.find((it) => target.known.versions.includes(it));
}

/** Codes of the suites that the target offers in that version; where that is not known, common ones. */
export function suitesFor(target: Target, version: ProtocolVersion): readonly number[] {
  const known = (target.known.suites.get(version) ?? []).map((it) => it.code);
  return known.length > 0 ? known : sessionSuites.map((it) => it.code);
}

export interface SessionWish {
  readonly version: WireVersion;
  readonly suites: readonly number[];
}

/** Version and suites for a whole handshake, of the newest version that has any. */
export function sessionWish(
  target: Target,
  isWanted: (suite: (typeof sessionSuites)[number]) => boolean,
): SessionWish | undefined {
  for (const version of target.known.versions.filter(isLegacy).toReversed()) {
    const known = new Set(suitesFor(target, version));
    const usable = sessionSuites.filter((it) => known.has(it.code) && (version === "TLSv1.2" || !it.needsTls12));
    const suites = usable.filter(isWanted).map((it) => it.code);
    if (suites.length > 0) return { version, suites };
  }
  return undefined;
}

/** A plain hello for TLS 1.0 to 1.2 with the target's name; `more` extensions come after the usual ones. */
export function legacyHello(
  target: Pick<Target, "serverName">,
  wish: { readonly version: WireVersion; readonly suites: readonly number[] },
  more: readonly Extension[] = [renegotiationInfo()],
): ClientHello & { readonly random: Buffer } {
  const name = target.serverName === undefined ? [] : [serverName(target.serverName)];
  const schemes = wish.version === "TLSv1.2" ? [signatureAlgorithms(anyScheme)] : [];
  return {
    ...wish,
    random: randomBytes(32),
    extensions: [...name, supportedGroups(agreementGroups), pointFormats(), ...schemes, ...more],
  };
}
