import { expect, test } from "vitest";
import type { Outcome } from "./outcome.ts";
import { SchemeTrials } from "./scheme-trials.ts";

const [pss256, pss384, pss512] = [0x0804, 0x0805, 0x0806];
const rsa = () => new SchemeTrials(() => ({ rsa: true, ecdsa: false }));
const refused: Outcome = { state: "refused", by: "alert", how: "handshake_failure" };
const wentOn = { state: "chosen", serverHello: { isRetryRequest: false } } as Outcome;

/** Lists that are still to be tried. */
function waiting(trials: SchemeTrials) {
  const lists = [];
  for (let next = trials.next(); next; next = trials.next()) lists.push(next);
  return lists;
}

test("what a handshake went on with is accepted, and then a refusal by the way counts, too", () => {
  const trials = rsa();
  trials.toldInPassing(trials.nextInPassing() ?? [], wentOn);
  trials.toldInPassing(trials.nextInPassing() ?? [], refused);
  trials.alone();
  expect(waiting(trials)[0]).toEqual([pss512]);
  expect(trials.schemes()).toEqual([pss256]);
});

test("refusals by the way are tried again where no handshake went on", () => {
  const trials = rsa();
  trials.toldInPassing(trials.nextInPassing() ?? [], refused);
  trials.toldInPassing(trials.nextInPassing() ?? [], refused);
  trials.alone();
  expect(waiting(trials).slice(0, 3)).toEqual([[pss256], [pss384], [pss512]]);
});

test("silence by the way tells nothing, and is the last that is tried so", () => {
  const trials = rsa();
  trials.toldInPassing(trials.nextInPassing() ?? [], undefined);
  expect(trials.nextInPassing()).toBeUndefined();
  expect(waiting(trials)[0]).toEqual([pss256]);
});

test("what is accepted together is tried in parts", () => {
  const trials = new SchemeTrials(() => ({ rsa: false, ecdsa: false }));
  const first = trials.next() ?? [];
  expect(first).toEqual([pss256, pss384, pss512]);
  trials.told(first, true);
  expect(waiting(trials).slice(0, 3)).toEqual([[pss256], [pss384], [pss512]]);
});
