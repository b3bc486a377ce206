import { dirname } from "node:path";
import type { Control } from "../controls/control.ts";
import { located } from "../estate/located.ts";
import type { Estate } from "../estate/schema.ts";
import type { Probe } from "../probes/probe.ts";
import type { Assessment, EstateSource } from "./assessment.ts";
import { conclude } from "./conclude.ts";
import { type Observer, observe } from "./observe.ts";
import { plan, type Selection } from "./plan.ts";
import type { Recording } from "./recording.ts";

/** The controls and probes that are to be had; the assessment knows none of them by name. */
export interface Equipment {
  readonly controls: readonly Control[];
  readonly probes: readonly Probe[];
}

export interface Assignment {
  readonly estate: Estate;
  readonly source: EstateSource;
  readonly files: readonly string[];
  readonly selection: Selection;
  /** Version of Holdfast. */
  readonly holdfast: string;
}

export interface Assessed {
  readonly assessment: Assessment;
  readonly recording: Recording;
}

/** Plans, observes, judges and concludes. Stopping by the observer's signal still gives what is known by then. */
export async function assess(assignment: Assignment, equipment: Equipment, observer: Observer): Promise<Assessed> {
  const { estate, source, files, selection, holdfast } = assignment;
  const planned = plan(estate, equipment.controls, equipment.probes, selection);
  observer.progress({
    event: "planned",
    looks: planned.looks.length,
    questions: planned.questions.length,
    systems: planned.systems.length,
  });
  const looks = planned.looks.map((look) => ({
    ...look,
    subject: { ...look.subject, declared: located(look.subject.declared, dirname(files[0] ?? "")) },
  }));
  const observations = await observe(looks, observer);
  const recording: Recording = {
    schema: "holdfast-observations-1",
    holdfast,
    assessedAt: observer.now().toISOString(),
    interrupted: observer.signal.aborted,
    only: [...selection.only],
    onlySystems: [...selection.systems],
    source,
    files: [...files],
    estate,
    observations,
  };
  return { assessment: reassess(recording, equipment), recording };
}

/** Concludes again from what was recorded, touching nothing. The same recording and version give the same conclusions. */
export function reassess(recording: Recording, equipment: Equipment): Assessment {
  const { estate, source, files, observations, only, onlySystems, interrupted, holdfast } = recording;
  const planned = plan(estate, equipment.controls, equipment.probes, { only, systems: onlySystems });
  return conclude(planned, equipment.controls, {
    ...{ estate, source, files, observations, only, interrupted, holdfast },
    at: new Date(recording.assessedAt),
  });
}
