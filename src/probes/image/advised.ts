import type { Trouble } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Told } from "../probe.ts";
import type { Beyond, ReadImage } from "./beyond.ts";
import type { imageFacts } from "./facts.ts";
import { scanImage } from "./malware.ts";
import { imageUpdates } from "./updates.ts";
import { imageVulnerabilities } from "./vulnerabilities.ts";

type Advised = "image-updates" | "image-vulnerabilities" | "image-malware";

const minute = 60_000;
/** For one file of a mirror, one question to OSV, one file given to clamd: lists are large, and mirrors far. */
const eachMs = 2 * minute;
const allMs = { "image-updates": 10 * minute, "image-vulnerabilities": 10 * minute, "image-malware": 60 * minute };

/** What the distribution offers beyond what is installed. */
export const updates: Beyond<"image-updates"> = {
  fact: "image-updates",
  restsOn: ["image-packages"],
  tell: ({ image, facts, declared, context }) =>
    advised("image-updates", image, context.signal, (signal) =>
      imageUpdates(needed(facts["image-packages"]), declared.advisories, {
        architecture: image.configuration.architecture,
        now: context.now(),
        timeoutMs: eachMs,
        signal,
      }),
    ),
};

/** What is known of the weaknesses of what is installed. */
export const vulnerabilities: Beyond<"image-vulnerabilities"> = {
  fact: "image-vulnerabilities",
  restsOn: ["image-packages", "image-components"],
  tell: ({ image, facts, declared, context }) =>
    advised("image-vulnerabilities", image, context.signal, (signal) => {
      const [packages, components] = [needed(facts["image-packages"]), needed(facts["image-components"])];
      const options = { now: context.now(), timeoutMs: eachMs, signal };
      return imageVulnerabilities(packages, components, declared.advisories, options);
    }),
};

/** What clamd says of its files. */
export const malware: Beyond<"image-malware"> = {
  fact: "image-malware",
  restsOn: [],
  tell: ({ image, declared, context }) =>
    advised("image-malware", image, context.signal, (signal) =>
      scanImage(image, declared.malwareScanner, { timeoutMs: eachMs, signal }),
    ),
};

/** Asks within a time of its own: what others have to say may take longer than the image itself. */
async function advised<K extends Advised & keyof typeof imageFacts>(
  fact: K,
  { provenance }: ReadImage["image"],
  stopped: AbortSignal,
  ask: (signal: AbortSignal) => Promise<FactsOf<K> | Trouble>,
): Promise<Told<K>> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(allMs[fact])]);
  const told = await ask(signal).catch((error: unknown): Trouble => {
    if (!signal.aborted) throw error;
    return {
      kind: "timeout",
      message: stopped.aborted ? "the assessment was stopped" : `${allMs[fact] / minute} minutes were not enough`,
      wouldVerify: "look again, with a nearer mirror or a faster scanner",
    };
  });
  return ("wouldVerify" in told ? { fact, provenance, trouble: told } : { fact, provenance, facts: told }) as Told<K>;
}

function needed<F>(facts: F | undefined): F {
  if (facts === undefined) throw new Error("what a step rests on was not collected");
  return facts;
}
