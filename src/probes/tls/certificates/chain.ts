import type { TlsChain } from "../facts.ts";
import type { Anchors } from "./anchors.ts";
import { type ReadCertificate, verifiedBy } from "./certificate.ts";
import { pathFault } from "./path-fault.ts";

/** Signatures tried and steps taken for one chain at most: authorities that issued one another have ways without end. */
const mostTrials = 200;
const mostSteps = 500;
const longestPath = 10;

/** A chain as sent, judged against trust anchors. */
export interface JudgedChain {
  readonly trusted: boolean;
  /** Why not, by the name that TLS libraries use. */
  readonly trustError?: string;
  readonly order: TlsChain["order"];
  readonly rootSent: boolean;
  /** From the leaf to the anchor where there is one, otherwise as far up as it goes. */
  readonly path: readonly ReadCertificate[];
}

type Issues = (issuer: ReadCertificate, it: ReadCertificate) => boolean;

/** Remembers which certificate signed which, and stops trying after so many signatures. */
function issuing(): Issues {
  const known = new Map<ReadCertificate, Map<ReadCertificate, boolean>>();
  let trials = 0;
  return (issuer, it) => {
    if (!issuer.fields.subject.equals(it.fields.issuer)) return false;
    const seen = known.get(issuer) ?? new Map<ReadCertificate, boolean>();
    known.set(issuer, seen);
    const before = seen.get(it);
    if (before !== undefined) return before;
    trials += 1;
    const signed = trials <= mostTrials && verifiedBy(it.x509, issuer.key);
    seen.set(it, signed);
    return signed;
  };
}

const same = (one: ReadCertificate, other: ReadCertificate) => one.facts.sha256 === other.facts.sha256;

/** Every path from the leaf upwards: to an anchor, or as far as what was sent goes. */
function* pathsUp(
  path: readonly [ReadCertificate, ...ReadCertificate[]],
  from: {
    readonly sent: readonly ReadCertificate[];
    readonly anchors: Anchors;
    readonly issues: Issues;
    readonly step: () => boolean;
  },
): Generator<{ readonly path: readonly ReadCertificate[]; readonly anchored: boolean }> {
  const top = path.at(-1) ?? path[0];
  if (from.anchors.named(top.fields.subject).some((it) => same(it, top))) yield { path, anchored: true };
  if (path.length >= longestPath || !from.step()) {
    yield { path, anchored: false };
    return;
  }
  const anchors = from.anchors.named(top.fields.issuer).filter((it) => !same(it, top) && from.issues(it, top));
  for (const anchor of anchors) yield { path: [...path, anchor], anchored: true };
  const above = from.sent.filter((it) => !path.some((own) => same(own, it)) && from.issues(it, top));
  for (const it of above) yield* pathsUp([...path, it], from);
  if (anchors.length === 0 && above.length === 0) yield { path, anchored: false };
}

function noAnchorError(path: readonly ReadCertificate[]): string {
  if (path.at(-1)?.facts.selfSigned)
    return path.length === 1 ? "DEPTH_ZERO_SELF_SIGNED_CERT" : "SELF_SIGNED_CERT_IN_CHAIN";
  return path.length === 1 ? "UNABLE_TO_VERIFY_LEAF_SIGNATURE" : "UNABLE_TO_GET_ISSUER_CERT_LOCALLY";
}

function orderOf(sent: readonly ReadCertificate[], issues: Issues, complete: boolean): TlsChain["order"] {
  if (!complete) return "incomplete";
  const [leaf] = sent;
  const related = new Set(leaf ? [leaf] : []);
  // A set is walked in the order of insertion, also over what is added on the way.
  for (const it of related) for (const above of sent) if (issues(above, it)) related.add(above);
  const kept = sent.filter((it, at) => related.has(it) && sent.findIndex((other) => same(other, it)) === at);
  // RFC 8446 section 4.4.2: each should certify the one before; one that certifies another one before is a second way up.
  const inOrder = kept.every((it, at) => at === 0 || kept.slice(0, at).some((before) => issues(it, before)));
  if (!inOrder) return "unordered";
  return kept.length < sent.length ? "superfluous" : "ordered";
}

/**
 * Builds the way from the leaf to a trust anchor through the certificates that were sent, and says what is wrong with
 * them. `incomplete` means that they lead neither to an anchor nor to a self-signed certificate.
 */
export function judgeChain(
  sent: readonly [ReadCertificate, ...ReadCertificate[]],
  anchors: Anchors,
  now: Date,
): JudgedChain {
  const issues = issuing();
  const [leaf, ...others] = sent;
  let best: { path: readonly ReadCertificate[]; error: string; anchored: boolean } | undefined;
  let trustedPath: readonly ReadCertificate[] | undefined;
  let steps = 0;
  const step = () => {
    steps += 1;
    return steps <= mostSteps;
  };
  for (const { path, anchored } of pathsUp([leaf], { sent: others, anchors, issues, step })) {
    const error = anchored ? pathFault(path, now) : noAnchorError(path);
    if (error === undefined) trustedPath = path;
    else if (best === undefined || (anchored && !best.anchored)) best = { path, error, anchored };
    if (trustedPath) break;
  }
  const path = trustedPath ?? best?.path ?? [leaf];
  const complete = trustedPath !== undefined || best?.anchored === true || path.at(-1)?.facts.selfSigned === true;
  return {
    trusted: trustedPath !== undefined,
    ...(trustedPath === undefined && { trustError: best?.error ?? "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }),
    order: orderOf(sent, issues, complete),
    rootSent: others.some((it) => it.facts.selfSigned),
    path,
  };
}
