import { cancel, group, intro, outro, select, text } from "@clack/prompts";
import type { Found } from "../discovery/found.ts";
import { isName } from "../estate/schema.ts";

const output = process.stderr;

/** Asks on the terminal for what can't be found out. Nothing when cancelled, which ends the asking at once. */
export async function askAbout(found: Found): Promise<Found | undefined> {
  intro("holdfast init", { output });
  const answers = await answersTo(questions(Object.keys(found.estate.systems ?? {})[0] ?? "system"));
  if (answers === undefined) {
    cancel("Nothing was written.", { output });
    return undefined;
  }
  outro("Thank you.", { output });
  return withAnswers(found, answers);
}

async function answersTo(asked: ReturnType<typeof questions>): Promise<Answers | undefined> {
  const cancelled = new Error("cancelled");
  try {
    return await group(asked, {
      onCancel: () => {
        // The group would go on with the next question.
        throw cancelled;
      },
    });
  } catch (error) {
    if (error === cancelled) return undefined;
    throw error;
  }
}

function questions(name: string) {
  const isWrong = (it = "") => (isName(it) ? undefined : "Letters, digits, dot, dash and underscore; at most 63.");
  return {
    name: () => text({ message: "Name of the system", initialValue: name, validate: isWrong, output }),
    kind: () =>
      select({
        message: "What is this environment for?",
        options: [{ value: "production" }, { value: "staging" }, { value: "test" }, { value: "development" }],
        output,
      }),
    criticality: () =>
      select({
        message: "How critical is the system for the business?",
        options: [{ value: "low" }, { value: "medium" }, { value: "high" }, { value: "very-high", label: "very high" }],
        output,
      }),
    exposure: () =>
      select({
        message: "Can the Internet or another untrusted network reach it?",
        options: [
          { value: "external", label: "yes: external" },
          { value: "internal", label: "no: internal" },
        ],
        output,
      }),
  };
}

interface Answers {
  readonly name: string;
  readonly kind: string;
  readonly criticality: string;
  readonly exposure: string;
}

/** The draft with what was answered; the notes that asked for it go. */
function withAnswers({ estate, notes }: Found, { name, kind, criticality, exposure }: Answers): Found {
  const [oldEnvironment, environment] = Object.entries(estate.environments ?? {})[0] ?? [];
  const [oldName, system] = Object.entries(estate.systems ?? {})[0] ?? [];
  const answered = [`/environments/${oldEnvironment}`, `/systems/${oldName}`];
  return {
    estate: {
      ...estate,
      environments: { [kind]: { ...environment, kind } },
      systems: { [name]: { ...system, environment: kind, criticality, exposure } },
    } as Found["estate"],
    notes: notes.filter((it) => !answered.includes(it.path)),
  };
}
