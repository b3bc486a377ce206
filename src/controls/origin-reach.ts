import type { EndpointDeclaration } from "../estate/schema.ts";
import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";

type Origin = FactsOf<"http-origin">;
type Attempt = Origin["attempts"][number];

/** Whether the application answers past its proxy, and what keeps that from being told. */
export interface OriginReach {
  /** The attempts that got the endpoint's own page. */
  readonly reached: readonly Attempt[];
  readonly gaps: readonly Gap[];
  /** What came of the attempts, in words. */
  readonly told: string;
}

function wordsOf({ scheme, state, status }: Attempt): string {
  if (state === "answers") return `${scheme} answers ${status}`;
  return `${scheme} is ${{ closed: "refused", silent: "not answered", unclear: "unclear" }[state]}`;
}

/** An answer that is neither the endpoint's page nor a refusal may be the application all the same. */
function unclear({ address, endpointStatus }: Origin, attempt: Attempt): readonly Gap[] {
  const { scheme, state, status = 0, sameAsEndpoint, trouble } = attempt;
  if (state === "unclear")
    return [
      {
        reason: `${scheme}: ${trouble?.message ?? "no clear answer"}`,
        wouldVerify: trouble?.wouldVerify ?? "observe again",
      },
    ];
  if (state !== "answers" || sameAsEndpoint || (status >= 400 && status !== endpointStatus)) return [];
  return [
    {
      reason: `${scheme}: ${address} answers ${status} with another page than the endpoint`,
      wouldVerify: "let the application refuse whoever is not its proxy, or look at what answers there",
    },
  ];
}

/**
 * What is known of the way past the proxy. From a machine that isn't declared to be outside, neither a refusal nor an
 * answer proves anything: the proxy itself may well reach the application.
 */
export function originReach(origin: Origin, declared: EndpointDeclaration): OriginReach {
  const { address, attempts, endpointStatus } = origin;
  const told = `${address}: ${attempts.map(wordsOf).join(", ")}`;
  if (!declared.seenFromOutside) {
    const wouldVerify =
      "run Holdfast outside, in no network that may reach the application, and declare `seenFromOutside: true`";
    return { reached: [], gaps: [{ reason: `${told}; but this machine may not be outside`, wouldVerify }], told };
  }
  const reached = endpointStatus < 400 ? attempts.filter((it) => it.sameAsEndpoint) : [];
  const gaps = attempts.flatMap((it) => unclear(origin, it));
  if (endpointStatus < 400) return { reached, gaps, told };
  const reason = `the endpoint itself answers ${endpointStatus}, so that its page can't be recognised elsewhere`;
  return { reached, gaps: [{ reason, wouldVerify: "declare a URL of the endpoint that answers with a page" }], told };
}
