import { readFile } from "node:fs/promises";
import { reassess } from "../../assessment/assess.ts";
import { readRecording } from "../../assessment/recording.ts";
import { type Revocation, revocationsOf } from "../../assessment/revocations.ts";
import { visible } from "../../reports/visible.ts";
import { equipment } from "../equipment.ts";
import { UserError } from "../user-error.ts";

/** `holdfast revocations`: between which two recorded looks the access of people who left went. */
export async function revocations(files: readonly string[], options: { readonly json?: boolean }): Promise<number> {
  const recordings = await Promise.all(files.map(async (file) => readRecording(await textOf(file), file)));
  const names = [...new Set(recordings.map((it) => it.estate.estate))];
  if (names.length > 1)
    throw new UserError(`These recordings are of different estates: ${names.join(", ")}. Name those of one.`);
  const all = revocationsOf(recordings.map((it) => reassess(it, equipment)));
  process.stdout.write(options.json === true ? `${JSON.stringify(all, null, 2)}\n` : page(all));
  return 0;
}

function page(all: readonly Revocation[]): string {
  if (all.length === 0) return "No access was seen that should have been revoked.\n";
  return all
    .map(({ problem, firstSeen, lastSeen, goneBy }) => {
      const end =
        goneBy === undefined
          ? "no whole look without it yet"
          : `first whole look without it ${goneBy}: revoked in these ${hours(lastSeen, goneBy)} hours`;
      return `${visible(problem)}\n  first seen ${firstSeen}\n  last seen ${lastSeen}\n  ${end}\n`;
    })
    .join("\n");
}

function hours(from: string, to: string): string {
  return ((Date.parse(to) - Date.parse(from)) / 3_600_000).toFixed(1);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
