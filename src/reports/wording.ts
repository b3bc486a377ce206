import type { AspectResult, Assessment, RequirementResult, SystemEntry } from "../assessment/assessment.ts";
import type { Status } from "../verdict/status.ts";

/** A sign for each status, always shown with its word: nothing is told by colour or sign alone. */
export const statusSigns: Readonly<Record<Status, string>> = {
  violated: "✗",
  unverified: "?",
  excepted: "!",
  attested: "◇",
  verified: "✓",
  "not applicable": "–",
};

/** Where the estate came from, in words. */
export function sourceOf({ estate }: Assessment): string {
  if (estate.source === "found") return "found on this machine; nothing was declared";
  if (estate.source === "targets") return "targets named on the command line";
  return estate.files.join(", ");
}

/** `shop (production, high assurance)`. */
export function systemWords(system: SystemEntry): string {
  const assurance = system.assuranceClass === undefined ? "" : `, ${system.assuranceClass} assurance`;
  return `${system.name} (${system.environment}${assurance})`;
}

/** `15 %`, rounded down so that only all is 100 %; a dash when nothing applies. */
export function percent(share: number | null): string {
  return share === null ? "–" : `${Math.floor(share * 100 + 1e-9)} %`;
}

const months = "January February March April May June July August September October November December".split(" ");

/** `20 November 2026` of an RFC 3339 time or day; the text itself where it is neither. */
export function dayWords(at: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(at) ?? [];
  const name = months[Number(month) - 1];
  return year === undefined || name === undefined ? at : `${Number(day)} ${name} ${year}`;
}

/** `20 November 2026, 09:15 UTC`. */
export function timeWords(at: string): string {
  const time = /T(\d{2}:\d{2})/.exec(at)?.[1];
  return time === undefined ? dayWords(at) : `${dayWords(at)}, ${time} UTC`;
}

/** `attested by alice until 31 May 2027: … (evidence: …)`. */
export function attestationWords({ by, statement, evidence, until }: NonNullable<AspectResult["attestation"]>): string {
  return `attested by ${by} until ${dayWords(until)}: ${statement} (evidence: ${evidence})`;
}

/** The different attestations that a requirement rests on, in words. */
export function attestationsOf({ aspects }: RequirementResult): readonly string[] {
  return [
    ...new Set(aspects.flatMap((it) => (it.attestation === undefined ? [] : [attestationWords(it.attestation)]))),
  ];
}

/** `1 requirement`, `2 requirements`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
