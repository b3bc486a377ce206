import { cancel, intro, isCancel, outro, select, text } from "@clack/prompts";
import type { Found } from "../discovery/found.ts";

/** Asks on the terminal for what can't be found out: environment, criticality, exposure. Nothing when cancelled. */
export async function askAbout(found: Found): Promise<Found | undefined> {
  const output = process.stderr;
  intro("holdfast init", { output });
  const answers = {
    name: await text({
      message: "Name of the system",
      initialValue: Object.keys(found.estate.systems ?? {})[0] ?? "system",
      output,
    }),
    kind: await select({
      message: "What is this environment for?",
      options: [{ value: "production" }, { value: "staging" }, { value: "test" }, { value: "development" }],
      output,
    }),
    criticality: await select({
      message: "How critical is the system for the business?",
      options: [{ value: "low" }, { value: "medium" }, { value: "high" }, { value: "very-high", label: "very high" }],
      output,
    }),
    exposure: await select({
      message: "Can the Internet or another untrusted network reach it?",
      options: [
        { value: "external", label: "yes: external" },
        { value: "internal", label: "no: internal" },
      ],
      output,
    }),
  };
  if (Object.values(answers).some(isCancel)) {
    cancel("Nothing was written.", { output });
    return undefined;
  }
  outro("Thank you.", { output });
  return withAnswers(found, answers as Record<keyof typeof answers, string>);
}

function withAnswers(
  found: Found,
  answers: { name: string; kind: string; criticality: string; exposure: string },
): Found {
  const environment = Object.keys(found.estate.environments ?? {})[0] ?? "production";
  const system = Object.values(found.estate.systems ?? {})[0] ?? { environment };
  const { name, kind, criticality, exposure } = answers;
  return {
    ...found,
    estate: {
      ...found.estate,
      environments: { [kind]: { ...found.estate.environments?.[environment], kind } },
      systems: { [name]: { ...system, environment: kind, criticality, exposure } },
    } as Found["estate"],
  };
}
