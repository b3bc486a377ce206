import { dirname } from "node:path";
import type { Recording } from "../assessment/recording.ts";
import { weighedRoster } from "../controls/people/roster.ts";
import { located } from "../estate/located.ts";
import { subjectsOf } from "../estate/subjects.ts";
import type { FactsOf } from "../probes/fact-kinds.ts";
import { writePrivately } from "./private-file.ts";

/**
 * Writes down how many active people the roster had, where the estate names a file for that, so that the next check notices one
 * that shrank. A roster that wasn't read whole, or that shrank itself, leaves the number as it was: it would be forgotten else.
 */
export async function rememberRoster({ estate, files, observations, assessedAt }: Recording): Promise<void> {
  const { state } = located(estate.roster ?? {}, dirname(files[0] ?? ""));
  const subject = subjectsOf(estate)[0];
  const told = observations.find((it) => it.fact === "roster");
  if (state === undefined || subject === undefined || told === undefined || !("facts" in told)) return;
  const facts = told.facts as FactsOf<"roster">;
  const { held } = weighedRoster([{ subject, facts }], estate.policy, new Date(assessedAt));
  if (held || facts.unseen.length > 0) return;
  const active = facts.people.filter((it) => it.status === "active").length;
  await writePrivately(state, `${JSON.stringify({ schema: "holdfast-roster-1", active, at: assessedAt })}\n`);
}
