import type { Many } from "./many.ts";
import type { Measured } from "./measured.ts";

/** What was wanted, and whether it came out so; `met` is absent where it was not measured. */
export interface Goal {
  readonly goal: string;
  readonly met?: boolean;
  readonly figures: string;
}

/** Names of Holdfast's rows. */
export const rows = { process: "holdfast", inProcess: "holdfast (probe)", start: "holdfast (start-up)" };

export const missing = (goal: string, what: string): Goal => ({ goal, figures: `${what} was not measured` });

function against(target: string, all: readonly Measured[]): readonly Goal[] {
  const of = (id: string) => all.find((it) => it.id === id);
  const [testssl, sslscan, holdfast, probe] = [of("testssl"), of("sslscan"), of(rows.process), of(rows.inProcess)];
  const [faster, slower, fewer] = [
    `${target}: at least 50 times faster than testssl.sh`,
    `${target}: no slower than sslscan`,
    `${target}: fewer connections than sslscan and testssl.sh`,
  ];
  if (!holdfast || !probe) return [faster, slower, fewer].map((it) => missing(it, "Holdfast"));
  const own = new Set(Object.values(rows));
  const others = all.filter((it) => !own.has(it.id));
  const asThorough = [sslscan, testssl].filter((it) => it !== undefined);
  return [
    testssl
      ? {
          goal: faster,
          met: testssl.wallMs >= 50 * holdfast.wallMs,
          figures: `${(testssl.wallMs / holdfast.wallMs).toFixed(0)} times with start-up, ${(testssl.wallMs / probe.wallMs).toFixed(0)} without`,
        }
      : missing(faster, "testssl.sh"),
    ...(sslscan
      ? [
          {
            goal: `${slower}, the probe itself`,
            met: probe.wallMs <= sslscan.wallMs,
            figures: `${probe.wallMs} ms to ${sslscan.wallMs} ms`,
          },
          {
            goal: `${slower}, the whole process`,
            met: holdfast.wallMs <= sslscan.wallMs,
            figures: `${holdfast.wallMs} ms to ${sslscan.wallMs} ms`,
          },
        ]
      : [missing(slower, "sslscan")]),
    asThorough.length > 0
      ? {
          goal: fewer,
          met: asThorough.every((it) => holdfast.connections < it.connections),
          figures: [holdfast, ...others].map((it) => `${it.id} ${it.connections}`).join(", "),
        }
      : missing(fewer, "neither"),
  ];
}

function ofMany(many: Many): readonly Goal[] {
  const what = `${many.endpoints} endpoints with ${many.delayMs} ms of latency, ${many.by}:`;
  return [
    {
      goal: `${what} less than 60 s`,
      met: many.wallMs < 60_000 && many.assessed === many.endpoints,
      figures: `${(many.wallMs / 1000).toFixed(1)} s, ${many.assessed} assessed, ${many.connections} connections, ${many.cores} cores`,
    },
    many.rssKb === undefined
      ? missing(`${what} less than 300 MB`, "memory")
      : {
          goal: `${what} less than 300 MB`,
          met: many.rssKb < 300 * 1024,
          figures: `${Math.round(many.rssKb / 1024)} MB at most`,
        },
  ];
}

/** Every goal, by the figures of each target and of the run on many endpoints. */
export function goals(byTarget: Readonly<Record<string, readonly Measured[]>>, many: readonly Many[]): readonly Goal[] {
  return [...Object.entries(byTarget).flatMap(([target, all]) => against(target, all)), ...many.flatMap(ofMany)];
}

/** A goal as a line. */
export function goalLine({ goal, met, figures }: Goal): string {
  return `${met === undefined ? "open  " : met ? "met   " : "missed"}  ${goal}: ${figures}`;
}
