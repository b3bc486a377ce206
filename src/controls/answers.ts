import type { FactsOf } from "../probes/fact-kinds.ts";
import { type Answer, type Exchange, exchangePurposes } from "../probes/http/facts.ts";
import type { Gap } from "../verdict/outcome.ts";

/** An answer, and where it came from in words that are the same in every run. */
export interface JudgedAnswer {
  /** Such as `/`, `/api/health`, `a missing page`, `a malformed request`, `OPTIONS /`. */
  readonly place: string;
  readonly answer: Answer;
}

/** The answers that a judge looks at, and what could not be seen of them. */
export interface JudgedAnswers {
  readonly answers: readonly JudgedAnswer[];
  readonly gaps: readonly Gap[];
}

const redirects = new Set([301, 302, 303, 307, 308]);

/** The values of a field in their order, one for each line that bore it. */
export function headerValues(answer: Answer, name: string): readonly string[] {
  return answer.headers.filter(([it]) => it.trim().toLowerCase() === name).map(([, value]) => value.trim());
}

/** The items of a field that is a comma-separated list, over all lines that bore it. */
export function headerItems(answer: Answer, name: string): readonly string[] {
  return headerValues(answer, name)
    .flatMap((it) => it.split(","))
    .map((it) => it.trim())
    .filter((it) => it !== "");
}

/** A foreign value for a problem's text: one that fits on a line. */
export function shown(value: string): string {
  return value.length > 120 ? `${value.slice(0, 119)}…` : value;
}

/** Such as `1 answer` or `3 answers`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function placeOf({ purpose, method, target }: Exchange): string {
  if (purpose === "missing") return "a missing page";
  if (purpose === "missing-http2") return "a missing page over HTTP/2";
  if (purpose === "root-http2") return `${target} over HTTP/2`;
  if (purpose === "redirect") return `the redirect of ${target}`;
  if (purpose === "again") return `${target} asked again`;
  if (purpose === "download") return `the file ${target}`;
  if (purpose === "malformed") return "a malformed request";
  return method === "GET" ? target : `${method} ${target}`;
}

/** Statuses by which a server, or what stands in front of it, sends a visitor away: what it would show others stays unseen. */
const turnsAway = (status: number) => [403, 407, 408, 429].includes(status) || status >= 500;

/** The gap of an endpoint that turned us away from its own page and every declared path. */
function unseenPages(exchanges: readonly Exchange[]): readonly Gap[] {
  const own = exchanges.flatMap((it) =>
    (it.purpose === "root" || it.purpose === "path") && it.answer !== undefined ? [{ it, answer: it.answer }] : [],
  );
  if (!own.some(({ it }) => it.purpose === "root") || !own.every(({ answer }) => turnsAway(answer.status))) return [];
  const told = own.map(({ it, answer }) => `${placeOf(it)} answers ${answer.status}`);
  return [
    {
      reason: `the endpoint's own pages were not seen: ${told.slice(0, 5).join(", ")}`,
      wouldVerify: "let this machine see a page, or declare paths of the endpoint that answer with content",
    },
  ];
}

/**
 * The answers to requests made for these purposes; each one that did not come is a gap, and so is an endpoint that did
 * nothing but turn us away: what a firewall or a page for outages says of itself is not what the endpoint says.
 */
export function judgedAnswers(
  { exchanges }: FactsOf<"http-answers">,
  purposes: readonly Exchange["purpose"][] = exchangePurposes,
): JudgedAnswers {
  const asked = exchanges.filter(({ purpose }) => purposes.includes(purpose));
  const missing = asked.flatMap((it): readonly Gap[] => {
    if (it.answer !== undefined) return [];
    const { message, wouldVerify } = it.trouble ?? { message: "no answer", wouldVerify: "observe again" };
    return [{ reason: `${placeOf(it)}: ${message}`, wouldVerify }];
  });
  return {
    answers: asked.flatMap((it) => (it.answer === undefined ? [] : [{ place: placeOf(it), answer: it.answer }])),
    gaps: [...missing, ...unseenPages(exchanges)],
  };
}

const pages = ["root", "missing", "path", "root-http2", "missing-http2"] as const;

/**
 * What browsers come to see: the endpoint's own page, a missing one, and the declared paths, over HTTP/2 too where it is
 * offered. They never send a malformed request, so its answer is left to the controls of disclosure.
 */
export function pageAnswers(facts: FactsOf<"http-answers">): JudgedAnswers {
  return judgedAnswers(facts, pages);
}

/** The {@link pageAnswers} and the static files that they draw. */
export function contentAnswers(facts: FactsOf<"http-answers">): JudgedAnswers {
  return judgedAnswers(facts, [...pages, "static"]);
}

/** The {@link contentAnswers} and what only leads to another answer. */
export function browsedAnswers(facts: FactsOf<"http-answers">): JudgedAnswers {
  return judgedAnswers(facts, [...pages, "static", "redirect"]);
}

/** Whether a browser would show the answer as a document that can be framed and can hold scripts. */
export function isDocument(answer: Answer): boolean {
  if (answer.bodyBytes === 0) return false;
  if (redirects.has(answer.status) && headerValues(answer, "location").length > 0) return false;
  const types = headerValues(answer, "content-type");
  return (
    types.length === 0 ||
    types.some((it) => /^\s*(?:text\/html|(?:text|application)\/xml|[\w.-]+\/[\w.-]+\+xml)\b/i.test(it))
  );
}

/**
 * The documents among the {@link pageAnswers}. Without any there is nothing to judge, and with error pages alone there
 * is too little: those who set headers for `/login` and those who write error pages are seldom the same.
 */
export function documentAnswers(facts: FactsOf<"http-answers">): JudgedAnswers {
  const { answers, gaps } = pageAnswers(facts);
  const documents = answers.filter(({ answer }) => isDocument(answer));
  if (gaps.length > 0) return { answers: documents, gaps };
  const pages = documents.filter(({ answer }) => answer.status < 400);
  if (pages.length > 0) return { answers: documents, gaps };
  const gap = {
    reason:
      documents.length === 0
        ? "no answer is a document that a browser would show"
        : "of the endpoint's documents only error pages were seen",
    wouldVerify: "declare the paths of the endpoint's pages, or that the aspect does not apply",
  };
  return { answers: documents, gaps: [gap] };
}
