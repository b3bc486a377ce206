import { randomBytes } from "node:crypto";
import type { Trouble } from "../../../transports/trouble.ts";
import { patienceOf } from "../session/patience.ts";
import { openSession } from "../session/session.ts";
import { legacyHello, sessionWish } from "../session/session-hello.ts";
import { isTrouble, type Target } from "../target.ts";
import type { WireVersion } from "../wire/client-hello.ts";
import { contentTypes } from "../wire/frame.ts";
import { type Flaw, type FlawId, flaw, undecided } from "./flaw.ts";
import { reactionOf, reactionText } from "./reaction.ts";
import { vulnerableWhere } from "./repeated.ts";
import { unlistedTrouble } from "./unlisted.ts";

export const paddingFlaws = ["poodle-tls", "zombie-poodle", "goldendoodle", "zero-length-padding"] as const;

/** Records that must all be refused alike; the first is what the others are compared with. */
const spoiled = {
  "wrong padding and wrong MAC": { bytes: 16, mac: true, padding: true },
  "wrong padding, right MAC": { bytes: 16, mac: false, padding: true },
  "right padding, wrong MAC": { bytes: 16, mac: true, padding: false },
  "no content, wrong MAC": { bytes: 0, mac: true, padding: false },
} as const;
type Spoiled = keyof typeof spoiled;
const names = Object.keys(spoiled) as Spoiled[];

interface Wish {
  readonly version: WireVersion;
  readonly suites: readonly number[];
}

const accepted = "accepted";

/** How a session goes on after one spoiled record; after silence, a record that nobody can accept shows whether it was read. */
async function answerTo(target: Target, wish: Wish, name: Spoiled): Promise<string | Trouble> {
  const session = await openSession(target, legacyHello(target, wish));
  if (isTrouble(session)) return session;
  try {
    const { bytes, ...spoil } = spoiled[name];
    session.say(contentTypes.applicationData, randomBytes(bytes), spoil);
    const hear = () => session.hear(patienceOf(target));
    const reaction = await reactionOf(hear);
    if (reaction.kind !== "silence") return reactionText(reaction);
    session.say(contentTypes.applicationData, randomBytes(16), { mac: true, padding: true });
    const control = await reactionOf(hear);
    return control.kind === "silence" ? "silence" : accepted;
  } finally {
    session.close();
  }
}

async function round(target: Target, wish: Wish): Promise<ReadonlyMap<Spoiled, string> | Trouble> {
  const told = new Map<Spoiled, string>();
  const answers = await Promise.all(names.map((name) => answerTo(target, wish, name)));
  for (const [at, name] of names.entries()) {
    const answer = answers[at] ?? "";
    if (typeof answer !== "string") return answer;
    told.set(name, answer);
  }
  return told;
}

const oracles = [
  ["zombie-poodle", "wrong padding, right MAC"],
  ["goldendoodle", "right padding, wrong MAC"],
  ["zero-length-padding", "no content, wrong MAC"],
] as const;

function judge(answers: ReadonlyMap<string, string>): readonly Flaw[] {
  const reference = answers.get("wrong padding and wrong MAC");
  const withRightMac = answers.get("wrong padding, right MAC");
  const told = [...answers].map(([name, answer]) => `${name}: ${answer}`).join("; ");
  const takes = withRightMac === accepted;
  const poodle = takes
    ? flaw("poodle-tls", "vulnerable", `a record with wrong padding is accepted (${told})`)
    : flaw("poodle-tls", "safe", `a record with wrong padding is refused (${withRightMac})`);
  const others = oracles.map(([id, name]) => {
    if (takes && id === "zombie-poodle") return flaw(id, "not-tried", "wrong padding is accepted already: see POODLE");
    // Without content, only what differs from other wrong MACs under right padding is about the length.
    const compared = id === "zero-length-padding" ? answers.get("right padding, wrong MAC") : reference;
    if (answers.get(name) === compared) return flaw(id, "safe", `spoiled records are answered alike (${compared})`);
    return flaw(id, "vulnerable", `spoiled records are told apart: ${told}`);
  });
  return [poodle, ...others];
}

const all = (make: (id: FlawId) => Flaw) => paddingFlaws.map(make);

/**
 * POODLE on TLS and the padding oracles found after it (CVE-2019-1559 among them): records spoiled on purpose in sessions of
 * our own, one each. They are refused by any server; what counts is whether they are refused alike.
 */
export async function tryPaddingOracles(target: Target): Promise<readonly Flaw[]> {
  const hasBlocks = (["TLSv1", "TLSv1.1", "TLSv1.2"] as const).some((version) =>
    target.known.suites.get(version)?.some((it) => !it.aead && it.blockBits !== undefined),
  );
  const unlisted = unlistedTrouble(target);
  if (!hasBlocks && unlisted) return all((id) => undecided(id, unlisted));
  if (!hasBlocks) return all((id) => flaw(id, "safe", "no suite with padding is offered from TLS 1.0 on"));
  const wish = sessionWish(target, (it) => it.mode === "cbc");
  if (!wish)
    return all((id) =>
      undecided(id, {
        kind: "unsupported",
        message: `${target.place} offers suites with padding, but none that can be spoken here`,
        wouldVerify: "a TLS library that speaks what the server offers",
      }),
    );
  let first: ReadonlyMap<string, string> | undefined;
  const differences = await vulnerableWhere(target, async () => {
    const answers = await round(target, wish);
    if (!isTrouble(answers)) first ??= answers;
    return answers;
  });
  if (isTrouble(differences)) return all((id) => undecided(id, differences));
  const silent = [...(first?.values() ?? [])].every((it) => it === "silence");
  if (!first || silent)
    return all((id) =>
      undecided(id, {
        kind: "timeout",
        message: `${target.place} says nothing to spoiled records`,
        wouldVerify: `the version of the TLS library at ${target.place}`,
      }),
    );
  return judge(first);
}
