import type { EndpointDeclaration } from "../../../estate/schema.ts";
import type { Subject } from "../../../estate/subject.ts";
import type { FactsOf } from "../../../probes/fact-kinds.ts";
import type { Gap } from "../../../verdict/outcome.ts";
import { headerValues, type JudgedAnswer, shown } from "../../answers.ts";

/** What keeps files from being judged: none is declared, an older recording has none, or no file came. */
export function unseenFiles(
  { exchanges }: FactsOf<"http-answers">,
  answers: readonly JudgedAnswer[],
  { name, declared }: Subject<EndpointDeclaration>,
): readonly Gap[] {
  if (declared.downloads.length === 0)
    return [
      {
        reason: `nobody declared which paths of ${name} give out files that users brought`,
        wouldVerify: `declare \`downloads: [/files/1]\` for ${name}, or with notApplicable why it gives out none`,
      },
    ];
  const untried = declared.downloads.filter(
    (path) => !exchanges.some((it) => it.purpose === "download" && it.target === path),
  );
  const notFiles = answers.filter(({ answer }) => answer.status !== 200);
  return [
    ...untried.map((path) => ({ reason: `the file ${path} was not seen`, wouldVerify: "observe again" })),
    ...notFiles.map(({ place, answer }) => {
      const [location] = headerValues(answer, "location");
      const elsewhere = location !== undefined && answer.status >= 300 && answer.status < 400;
      return {
        reason: elsewhere
          ? `${place} is to be had elsewhere: ${shown(location)}`
          : `${place} answers ${answer.status}, which is no file`,
        wouldVerify: elsewhere
          ? "declare that place as an endpoint of its own, with its downloads"
          : "declare a path that gives out a file to whoever asks",
      };
    }),
  ];
}
