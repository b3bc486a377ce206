import { type Goal, missing } from "../tls/goals.ts";
import { ids } from "./contestants.ts";

/** Medians of one contestant's runs. */
export interface Row {
  readonly id: string;
  readonly runs: number;
  readonly wallMs: number;
  readonly cpuMs?: number;
  readonly rssKb?: number;
  readonly reported: string;
}

const goalMB = 150;
const megabytes = (kb: number) => Math.round((kb * 1024) / 1e6);

function threeTimes(what: string, own: Row | undefined, tar: Row | undefined): Goal {
  const goal = `everything in less than 3 times \`tar t\`, ${what}`;
  if (own === undefined || tar === undefined) return missing(goal, "one of them");
  const times = (own.wallMs / tar.wallMs).toFixed(2);
  return { goal, met: own.wallMs < 3 * tar.wallMs, figures: `${own.wallMs} ms to ${tar.wallMs} ms: ${times} times` };
}

function small(what: string, own: Row | undefined): Goal {
  const goal = `less than ${goalMB} MB, ${what}`;
  if (own?.rssKb === undefined) return missing(goal, "memory");
  return { goal, met: megabytes(own.rssKb) < goalMB, figures: `${megabytes(own.rssKb)} MB` };
}

/** Start-up is taken off Trivy, which unpacks itself first, and not off Holdfast. */
function secrets(own: Row | undefined, trivy: Row | undefined, start: Row | undefined): Goal {
  const goal = "secrets at least 50 times faster than Trivy";
  if (own === undefined || trivy === undefined || start === undefined) return missing(goal, "Trivy");
  const wall = (trivy.wallMs - start.wallMs) / own.wallMs;
  const cpu = trivy.cpuMs && start.cpuMs && own.cpuMs ? (trivy.cpuMs - start.cpuMs) / own.cpuMs : undefined;
  const byCpu = cpu === undefined ? "" : `, ${cpu.toFixed(0)} times by CPU`;
  const figures = `the whole process with everything to Trivy's secrets without start-up: ${wall.toFixed(0)} times${byCpu}`;
  return { goal, met: wall >= 50, figures };
}

/** Every goal, by the rows of all contestants. */
export function goals(rows: readonly Row[]): readonly Goal[] {
  const of = (id: string) => rows.find((it) => it.id === id);
  const [pass, whole, tar] = [of(ids.pass), of(ids.whole), of(ids.layers)];
  return [
    threeTimes("the pass itself", pass, tar),
    threeTimes("the whole process", whole, tar),
    small("the whole process", whole),
    secrets(whole, of(ids.trivy), of(ids.trivyStart)),
  ];
}

/** A table in Markdown; ratios are to `tar t` of each layer. */
export function table(rows: readonly Row[]): string {
  const tar = rows.find((it) => it.id === ids.layers);
  const ratio = ({ wallMs }: Row) => (tar === undefined ? "–" : `${(wallMs / tar.wallMs).toFixed(2)}×`);
  const line = (it: Row) => [
    ...[it.id, it.runs, `${it.wallMs} ms`, ratio(it), it.cpuMs === undefined ? "–" : `${it.cpuMs} ms`],
    ...[it.rssKb === undefined ? "–" : `${megabytes(it.rssKb)} MB`, it.reported],
  ];
  const head = ["", "runs", "wall", "ratio", "CPU", "memory", "reports"];
  const rule = ["---", "---:", "---:", "---:", "---:", "---:", "---"];
  return [head, rule, ...rows.map(line)].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
