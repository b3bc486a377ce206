import type { Assessment } from "../../assessment/assessment.ts";
import { visible } from "../visible.ts";
import { locationOf } from "./location.ts";

/** What a notification is about; `trouble` is the world's, `bug` is ours. */
export const notificationDescriptors = [
  { id: "trouble", shortDescription: { text: "Something could not be observed" } },
  { id: "bug", shortDescription: { text: "A mistake in Holdfast itself" } },
  { id: "interrupted", shortDescription: { text: "Stopped before everything was looked at" } },
  { id: "left-out", shortDescription: { text: "More results than code scanners take" } },
] as const;
type Descriptor = (typeof notificationDescriptors)[number]["id"];

/** The run: not successful if it was stopped or met a mistake of ours; every observation that failed is told. */
export function invocationOf(assessment: Assessment, leftOut: number) {
  const { observations, bugs, interrupted } = assessment;
  return {
    executionSuccessful: !interrupted && bugs.length === 0,
    endTimeUtc: assessment.assessedAt,
    toolExecutionNotifications: [
      ...(interrupted ? [notification("interrupted", "error", "Stopped before everything was looked at.")] : []),
      ...(leftOut > 0
        ? [notification("left-out", "error", `${leftOut} results are left out; the JSON report has all of them.`)]
        : []),
      ...bugs.map((it) => notification("bug", "error", it.message)),
      ...observations.flatMap(({ trouble, subject, fact, vantage }) => {
        if (trouble === undefined) return [];
        const text = `${fact} of ${subject} from ${vantage}: ${trouble.kind}: ${trouble.message}. What would verify it: ${trouble.wouldVerify}`;
        return [{ ...notification("trouble", "warning", text), locations: [locationOf(assessment, subject)] }];
      }),
    ],
  };
}

function notification(id: Descriptor, level: "error" | "warning", text: string) {
  const index = notificationDescriptors.findIndex((it) => it.id === id);
  return { descriptor: { id, index }, level, message: { text: visible(text).replaceAll("](", "] (") || "(no text)" } };
}
