import { type Level, levels, type Requirement, type RequirementId, type SectionId } from "./requirement.ts";
import { administration } from "./sections/administration.ts";
import { backend } from "./sections/backend.ts";
import { docker } from "./sections/docker.ts";
import { hardening } from "./sections/hardening.ts";
import { incidents } from "./sections/incidents.ts";
import { isolation } from "./sections/isolation.ts";
import { maintenance } from "./sections/maintenance.ts";
import { monitoring } from "./sections/monitoring.ts";
import { scanning } from "./sections/scanning.ts";
import { separation } from "./sections/separation.ts";

export interface Section {
  readonly id: SectionId;
  readonly title: string;
  /** Numbers of the section in the two editions. */
  readonly items: { readonly "tss-web-2.0": string; readonly "tss-web-md": string };
  readonly requirements: readonly Requirement[];
}

function section(id: SectionId, title: string, position: number, requirements: readonly Requirement[]): Section {
  return { id, title, items: { "tss-web-2.0": `3.${position}`, "tss-web-md": `2.${position}` }, requirements };
}

/** The ten sections, in the standard's order. */
export const sections: readonly Section[] = [
  section("SEP", "Environment separation", 1, separation),
  section("HAR", "System hardening", 2, hardening),
  section("DOC", "Docker", 3, docker),
  section("BCK", "Access to backend resources", 4, backend),
  section("ISO", "Isolation of external systems", 5, isolation),
  section("ADM", "Administrative access", 6, administration),
  section("MNT", "Maintenance", 7, maintenance),
  section("SCN", "Security scanning", 8, scanning),
  section("MON", "Security monitoring", 9, monitoring),
  section("INC", "Incident management", 10, incidents),
];

/** The 51 requirements, in the standard's order. */
export const requirements: readonly Requirement[] = sections.flatMap((it) => it.requirements);

const byId: ReadonlyMap<string, Requirement> = new Map(requirements.map((it) => [it.id, it]));

/** Whether the text is the id of one of the 51, such as `HAR-10`; the case of letters counts. */
export function isRequirementId(text: string): text is RequirementId {
  return byId.has(text);
}

/** The requirement of that id. Throws for an id that is none; ask `isRequirementId` first for foreign text. */
export function requirement(id: RequirementId): Requirement {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`no requirement ${id}`);
  return found;
}

/** The levels that parts of the requirement have, the strictest first: of SEP-5 MUST and SHOULD. */
export function levelsOf(it: Requirement): readonly Level[] {
  return levels.filter((level) => it.aspects.some((aspect) => aspect.level === level));
}
