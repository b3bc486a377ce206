import { expect, it } from "vitest";
import type { Control } from "../controls/control.ts";
import { control } from "../controls/control.ts";
import { parseEstate } from "../estate/load.ts";
import type { FactKind } from "../probes/fact-kinds.ts";
import { probes } from "../probes/registry.ts";
import { conclude } from "./conclude.ts";
import { plan } from "./plan.ts";

const about = { severity: "low", title: "It is so", problems: {}, remedy: {} } as const;
const holds = () => ({ outcome: "holds", because: "it was judged" }) as const;

/** The one aspect that is left to these: what the page says of HTTPS, and nothing else of it. */
const ofHttp = control({
  ...about,
  ...{ id: "of-http", requirement: "ISO-2", aspect: "transport-security", subject: "endpoint" },
  observes: ["http-answers"],
  judge: holds,
});
const ofBoth = control({
  ...about,
  ...{ id: "of-both", requirement: "HAR-3", aspect: "grade", subject: "endpoint" },
  observes: ["tls-protocols", "http-answers"],
  spares: ["http-answers"],
  judge: ({ httpAnswers }) => ({ outcome: "holds", because: `headers: ${httpAnswers !== undefined}` }),
});

function assessed(
  controls: readonly Control[],
  endpoints: Readonly<Record<string, string>>,
  told: readonly FactKind[],
) {
  const { estate } = parseEstate([
    {
      file: "estate.yaml",
      text: `
estate: here
environments: { production: { kind: production } }
systems: { here: { environment: production, criticality: low, exposure: internal, endpoints: [${Object.keys(endpoints).join(", ")}] } }
endpoints: { ${Object.entries(endpoints)
        .map(([name, declared]) => `${name}: ${declared}`)
        .join(", ")} }
`,
    },
  ]);
  const planned = plan(estate, controls, probes);
  const head = { probe: "test", version: 1, vantage: "local", at: "2026-11-24T00:00:00.000Z", tookMs: 1 };
  const observations = planned.systems.flatMap(({ subjects }) =>
    subjects
      .filter((it) => it.kind === "endpoint")
      .flatMap(({ id }) =>
        told.map((fact) => ({ ...head, fact, subject: id, provenance: [], products: [], facts: {} })),
      ),
  );
  const assessment = conclude(planned, controls, {
    ...{ estate, source: "file", files: [], only: [], interrupted: false, holdfast: "0" },
    ...{ at: new Date("2026-11-24T00:00:01Z"), observations: observations as never },
  });
  const outcomes = Object.fromEntries(
    assessment.outcomes.map((it) => [`${it.control} ${it.subject.replace(/^endpoint:/, "")}`, it]),
  );
  const aspectOf = (requirement: string, aspect: string) =>
    assessment.requirements.find((it) => it.id === requirement)?.aspects.find((it) => it.id === aspect)?.status;
  return { planned, outcomes, aspectOf };
}

const mail = "{ url: 'tls://mail.example.com:587', startTls: smtp }";
const shop = "{ url: 'https://shop.example.com' }";
const because = "the endpoint is declared with startTls: smtp, so it speaks no HTTP";

it("an endpoint that is declared to speak no HTTP is asked nothing by it, and no control of HTTP applies", () => {
  // Even a recording that has such facts changes nothing: the declaration rules them out.
  const { planned, outcomes, aspectOf } = assessed([ofHttp], { mail }, ["http-answers"]);
  expect(planned.looks).toEqual([]);
  expect(outcomes["of-http tls://mail.example.com:587"]).toMatchObject({
    outcome: { outcome: "not-applicable", because },
    evidence: [],
  });
  expect(aspectOf("ISO-2", "transport-security")).toBe("not applicable");
});

it("a control that spares the facts of HTTP judges without them, and only where they are ruled out", () => {
  const bare = assessed([ofBoth], { mail }, ["tls-protocols"]);
  expect(bare.planned.looks.map((it) => it.probe.id)).toEqual(["tls"]);
  expect(bare.outcomes["of-both tls://mail.example.com:587"]?.outcome).toEqual({
    outcome: "holds",
    because: "headers: false",
  });
  const web = assessed([ofBoth], { shop }, ["tls-protocols"]);
  expect(web.outcomes["of-both https://shop.example.com/"]?.outcome.outcome).toBe("unknown");
  const whole = assessed([ofBoth], { shop }, ["tls-protocols", "http-answers"]);
  expect(whole.outcomes["of-both https://shop.example.com/"]?.outcome).toMatchObject({ because: "headers: true" });
});

it("beside an endpoint of HTTP it neither helps nor hurts", () => {
  const seen = assessed([ofHttp], { mail, shop }, ["http-answers"]);
  expect(seen.aspectOf("ISO-2", "transport-security")).toBe("verified");
  const unseen = assessed([ofHttp], { mail, shop }, []);
  expect(unseen.aspectOf("ISO-2", "transport-security")).toBe("unverified");
});
