/**
 * Holdfast as a library: the way of the data from the estate to the assessment. The command line is built from the same.
 * @module
 */
export type { Assessed, Assignment, Equipment } from "./assessment/assess.ts";
export { assess, reassess } from "./assessment/assess.ts";
export type * from "./assessment/assessment.ts";
export type { Observer } from "./assessment/observe.ts";
export { everything, type Selection } from "./assessment/plan.ts";
export { type Recording, RecordingError, readRecording, writeRecording } from "./assessment/recording.ts";
export type { Control } from "./controls/control.ts";
export { control } from "./controls/control.ts";
export { controls } from "./controls/registry.ts";
export { type LoadedEstate, loadEstate, parseEstate } from "./estate/load.ts";
export { EstateError } from "./estate/mistakes/mistake.ts";
export type { Estate } from "./estate/schema.ts";
export type { Observation } from "./probes/observation.ts";
export type { Probe } from "./probes/probe.ts";
export { probe } from "./probes/probe.ts";
export { probes } from "./probes/registry.ts";
export { requirements, sections } from "./standard/catalog.ts";
export type { Requirement } from "./standard/requirement.ts";
