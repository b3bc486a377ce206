import type { Criticality, Exposure } from "./assurance.ts";

/** Until when a vulnerability has to be remediated, counted from when it was found. */
export type Period =
  | { readonly unit: "working-day"; readonly count: number }
  | { readonly unit: "day"; readonly count: number }
  | { readonly unit: "month"; readonly count: number };

/** The severities that the standard sets deadlines for; what it calls moderate is `medium` here. */
export type DatedSeverity = "critical" | "high" | "medium";

/** `critical` is an application of high or very high business criticality. */
export type ApplicationClass = "critical" | "other";

/** The standard's remediation deadlines; `undefined` where it sets none. The security function may extend them, in writing. */
export const remediationDeadlines: Readonly<
  Record<Exposure, Readonly<Record<ApplicationClass, Readonly<Record<DatedSeverity, Period | undefined>>>>>
> = {
  external: {
    critical: {
      critical: { unit: "working-day", count: 1 },
      high: { unit: "day", count: 7 },
      medium: { unit: "month", count: 6 },
    },
    other: {
      critical: { unit: "day", count: 7 },
      high: { unit: "day", count: 21 },
      medium: undefined,
    },
  },
  internal: {
    critical: {
      critical: { unit: "day", count: 7 },
      high: { unit: "day", count: 30 },
      medium: { unit: "month", count: 12 },
    },
    other: {
      critical: { unit: "day", count: 21 },
      high: { unit: "day", count: 60 },
      medium: undefined,
    },
  },
};

/** Whether the remediation deadlines of critical applications apply. */
export function applicationClass(criticality: Criticality): ApplicationClass {
  return criticality === "high" || criticality === "very-high" ? "critical" : "other";
}

/**
 * When a finding must be mended, in UTC. Days count to the same time of day; months to the same time of the same day of
 * the month, or of the month's last one; working days (Monday to Friday, holidays aren't known) to the end of the day.
 * `undefined` where the standard sets no deadline, or exposure or criticality aren't declared.
 */
export function deadline(
  severity: DatedSeverity | "low" | "info",
  exposure: Exposure | undefined,
  criticality: Criticality | undefined,
  foundAt: Date,
): Date | undefined {
  if (severity === "low" || severity === "info" || exposure === undefined || criticality === undefined)
    return undefined;
  const period = remediationDeadlines[exposure][applicationClass(criticality)][severity];
  return period === undefined ? undefined : after(foundAt, period);
}

function after(start: Date, period: Period): Date {
  const end = new Date(start);
  switch (period.unit) {
    case "day":
      end.setUTCDate(end.getUTCDate() + period.count);
      return end;
    case "month": {
      const day = end.getUTCDate();
      end.setUTCDate(1);
      end.setUTCMonth(end.getUTCMonth() + period.count);
      const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
      end.setUTCDate(Math.min(day, lastDay));
      return end;
    }
    case "working-day":
      for (let left = period.count; left > 0; ) {
        end.setUTCDate(end.getUTCDate() + 1);
        if (isWorkingDay(end)) left--;
      }
      end.setUTCHours(23, 59, 59, 999);
      return end;
  }
}

function isWorkingDay(date: Date): boolean {
  return date.getUTCDay() !== 0 && date.getUTCDay() !== 6;
}
