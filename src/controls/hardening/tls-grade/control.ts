import type { Policy } from "../../../estate/schema.ts";
import type { Gap } from "../../../verdict/outcome.ts";
import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { headerRemedy } from "../../header-remedy.ts";
import { newVersions, strongSuites } from "../../tls-remedies.ts";
import { type Grade, gradeOf } from "./grade/grade.ts";
import { isWorse, type Letter, letters } from "./grade/letter.ts";

/** The lowest grade that will do; while nobody said who reaches the endpoint, both that could be asked for. */
function wantedOf(exposure: "internal" | "external" | undefined, policy: Policy): readonly Letter[] {
  if (exposure === "external") return [policy.tlsGradeExternal];
  if (exposure === "internal") return [policy.tlsGradeInternal];
  return [policy.tlsGradeExternal, policy.tlsGradeInternal];
}

const isBelow = ({ letter }: Grade, wanted: Letter) => letter === "T" || letter === "M" || isWorse(letter, wanted);

function inWords({ letter, ifTrusted, score, scores, missing }: Grade): string {
  const { protocols, keyExchange, ciphers } = scores;
  const best = missing.length > 0 ? "at best " : "";
  const ignored = letter === "T" || letter === "M" ? `, ${best}${ifTrusted} if that is ignored` : "";
  const parts = `protocols ${protocols}, key exchange ${keyExchange}, ciphers ${ciphers}`;
  return `${ignored === "" ? best : ""}${letter}${ignored} (${score} of 100: ${parts})`;
}

const transportSecurity = headerRemedy(["Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"]);

export default control({
  id: "tls-grade",
  requirement: "HAR-3",
  aspect: "grade",
  subject: "endpoint",
  observes: [
    "tls-protocols",
    "tls-suites",
    "tls-key-exchange",
    "tls-features",
    "tls-flaws",
    "tls-certificates",
    "http-answers",
  ],
  spares: ["http-answers"],
  severity: "medium",
  title: "The grade by the rules of SSL Labs reaches the policy",
  problems: {
    below: "the grade is {grade}, and the policy asks for {wanted}: {why}",
  },
  judge: (seen, { subject, system, policy, now, problem }) => {
    const grade = gradeOf({ ...seen, now });
    const wanted = wantedOf(subject.declared.exposure ?? system.exposure, policy);
    const told = inWords(grade);
    const reasons = [...grade.reasons].sort((a, b) => letters.indexOf(b.cap) - letters.indexOf(a.cap));
    const why = [
      ...grade.distrust,
      ...reasons.map((it) => `${it.because} (${it.cap}; ${it.lifts})`),
      ...(grade.distrust.length + reasons.length === 0 ? ["the score alone gives no better one"] : []),
    ].join("; ");
    const failed = wanted.every((it) => isBelow(grade, it));
    const undecided: Gap = {
      reason: `the grade is ${told}; whether that is enough depends on who reaches the endpoint`,
      wouldVerify: "declare the exposure of the endpoint or of its system",
    };
    return settle({
      problems: failed ? [problem("below", { grade: told, wanted: wanted.at(-1) ?? "", why })] : [],
      gaps: [
        ...grade.missing.map((it) => ({ ...it, reason: `the grade is at best ${grade.ifTrusted}: ${it.reason}` })),
        ...(!failed && wanted.some((it) => isBelow(grade, it)) ? [undecided] : []),
      ],
      because: [told, ...reasons.map((it) => it.because)].join("; "),
    });
  },
  remedy: {
    nginx: `${newVersions.nginx}\n${strongSuites.nginx}\n${transportSecurity.nginx}`,
    apache: `${newVersions.apache}\n${strongSuites.apache}\n${transportSecurity.apache}`,
    haproxy: `${newVersions.haproxy}\n${strongSuites.haproxy}\n# In the frontend:\n${transportSecurity.haproxy}`,
    caddy: `${transportSecurity.caddy}\n# Remove \`ciphers\` and \`protocols\` from the tls block: the defaults give an A.`,
  },
});
