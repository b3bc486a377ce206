import { stat } from "node:fs/promises";
import { z } from "zod";
import type { Estate } from "../../estate/schema.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { fingerprint } from "./ldap-person.ts";
import { readSmallFile } from "./small-file.ts";
import type { Told } from "./source.ts";

/** The people of the estate file, those of its CSV among them, as of the last review, or of the day of the CSV file. */
export async function declaredPeople(estate: Estate): Promise<Told> {
  const people = Object.entries(estate.people).map(([id, it]) => ({
    id,
    ...(it.fullName !== undefined && { fullName: it.fullName }),
    ...(it.email !== undefined && { email: it.email }),
    status: it.status,
    statusBy: "the estate file",
    ...(it.left !== undefined && { left: it.left }),
    roles: it.roles,
    accounts: it.accounts,
    // Whoever wrote the whole public key meant the same.
    keys: it.keys.flatMap((key) => fingerprint(key).at(0) ?? key),
  }));
  const { reviewed, csv } = estate.roster ?? {};
  const asOf = reviewed ?? (csv === undefined ? undefined : await changedOn(csv));
  const source = { kind: "file" as const, place: csv ?? "the estate file", people: people.length };
  return { people, source: { ...source, ...(asOf !== undefined && { asOf }) }, unseen: [] };
}

async function changedOn(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).mtime.toISOString().slice(0, 10);
  } catch (error) {
    // The estate was read from it; a file that is gone since tells no day.
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}

/** What is in the file in which the size of the roster is remembered. */
export const rememberedSchema = z.strictObject({
  schema: z.literal("holdfast-roster-1"),
  active: z.int().min(0),
  at: z.iso.datetime(),
});

/** How many there were last time; nothing where there was none. */
export async function remembered(
  file: string,
): Promise<Pick<FactsOf<"roster">, "previous"> & { readonly unseen: FactsOf<"roster">["unseen"] }> {
  const text = await readSmallFile(file);
  if (text === undefined) return { unseen: [] };
  const wouldVerify = `look why, and remove ${file} once the roster is known to be whole`;
  if (typeof text !== "string") return { unseen: [{ reason: `${file} can't be read (${text.code})`, wouldVerify }] };
  const read = rememberedSchema.safeParse(parsed(text));
  if (!read.success) return { unseen: [{ reason: `${file} does not hold the size of a roster`, wouldVerify }] };
  return { previous: { active: read.data.active, at: read.data.at }, unseen: [] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
