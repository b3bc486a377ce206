import pLimit from "p-limit";
import type { CredentialDesk, FoundSecret, KeptSecret } from "../credential-desk.ts";
import type { ProbeContext } from "../probe.ts";
import { type CryptPair, cryptMatches } from "./crypt.ts";
import { cryptOf, type Verifier, verifierOf } from "./verifier.ts";

interface Pair {
  readonly lies: FoundSecret;
  readonly opens: KeptSecret;
}
export interface Compared {
  readonly fits: readonly Pair[];
  readonly secrets: number;
  readonly accounts: number;
  readonly unseen: readonly { readonly reason: string; readonly wouldVerify: string }[];
}

/** Thousandths of a second that all comparisons may take, by estimate. */
const mostCost = 20_000;
/** crypt(3) is slow on purpose. */
const mostCrypts = 300;

/** Which secrets that lie somewhere fit which accounts. Nothing is asked of any server, so nobody is locked out. */
export async function compare(desk: CredentialDesk, context: ProbeContext): Promise<Compared> {
  const byValue = Map.groupBy(desk.found, (it) => it.value);
  const fits: Pair[] = [];
  const opened = (value: string, opens: KeptSecret) => {
    for (const lies of byValue.get(value) ?? []) fits.push({ lies, opens });
  };
  const read = desk.kept.map((kept) => ({ kept, verifier: verifierOf(kept), crypt: cryptOf(kept) }));
  const known = read.flatMap(({ kept, verifier }) => (verifier === undefined ? [] : [{ kept, verifier }]));
  const skipped = await tryAll([...byValue.keys()], known, opened, context.signal);
  const crypts = read.flatMap(({ kept, crypt }) => (crypt === undefined ? [] : [{ kept, hash: crypt }]));
  const pairs = crypts.flatMap(({ hash }) => [...byValue.keys()].map((password): CryptPair => ({ password, hash })));
  const tried = await cryptMatches(pairs.slice(0, mostCrypts), context);
  for (const { password, hash } of tried.fits)
    for (const { kept } of crypts.filter((it) => it.hash === hash)) opened(password, kept);
  const odd = read.filter((it) => it.verifier === undefined && it.crypt === undefined).map(({ kept }) => kept);
  const wouldVerify = "change every secret that lies in clear text, whatever it opens";
  const left = skipped + Math.max(0, pairs.length - mostCrypts);
  return {
    fits,
    secrets: byValue.size,
    accounts: new Set(desk.kept.map(({ subject, account }) => `${subject} ${account}`)).size,
    unseen: [
      ...(left > 0
        ? [{ reason: `${left} comparisons of a secret with an account's password were too many`, wouldVerify }]
        : []),
      ...(desk.refused > 0
        ? [{ reason: `${desk.refused} secrets or passwords were too many or too long`, wouldVerify }]
        : []),
      ...(tried.trouble === undefined
        ? []
        : [{ reason: tried.trouble.message, wouldVerify: tried.trouble.wouldVerify }]),
      ...odd.slice(0, 20).map(({ subject, account, scheme }) => ({
        reason: `how ${subject} keeps the password of ${account} (${scheme}) is not known here`,
        wouldVerify,
      })),
    ],
  };
}

/** The cheapest first, until the time is used up; gives how many comparisons were left out. */
async function tryAll(
  values: readonly string[],
  known: readonly { readonly kept: KeptSecret; readonly verifier: Verifier }[],
  opened: (value: string, opens: KeptSecret) => void,
  signal: AbortSignal,
): Promise<number> {
  const sideBySide = pLimit(4);
  let [cost, left] = [0, 0];
  const trials = known
    .toSorted((a, b) => a.verifier.cost - b.verifier.cost)
    .flatMap(({ kept, verifier }) => values.map((value) => ({ kept, verifier, value })))
    .filter(({ verifier }) => {
      cost += verifier.cost;
      if (cost <= mostCost) return true;
      left += 1;
      return false;
    });
  await Promise.all(
    trials.map(({ kept, verifier, value }) =>
      sideBySide(async () => {
        if (signal.aborted) left += 1;
        else if (await verifier.opens(value)) opened(value, kept);
      }),
    ),
  );
  return left;
}
