import type { Measured } from "./measured.ts";

const duration = (ms: number) => (ms < 10_000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);
const ratio = (it: number, base: number) => (base > 0 ? `${(it / base).toFixed(it / base < 10 ? 2 : 0)}×` : "–");

function cells(it: Measured, base: Measured): readonly string[] {
  const { reported } = it;
  return [
    it.id,
    String(it.runs),
    duration(it.wallMs),
    ratio(it.wallMs, base.wallMs),
    it.cpuMs === undefined ? "–" : duration(it.cpuMs),
    it.cpuMs === undefined || base.cpuMs === undefined ? "–" : ratio(it.cpuMs, base.cpuMs),
    String(it.connections),
    ratio(it.connections, base.connections),
    reported?.versions.map((name) => name.replace("TLSv", "")).join(" ") ?? "",
    reported ? String(reported.suites) : "",
    reported ? String(reported.groups.length) : "",
  ];
}

const head = ["", "runs", "wall", "ratio", "CPU", "ratio", "conn.", "ratio", "versions", "suites", "groups"];
const leftAligned = new Set([0, 8]);

/** A table in Markdown; ratios are those to `base`, Holdfast's whole process. */
export function table(rows: readonly Measured[], base: Measured): string {
  const all = [head, ...rows.map((it) => cells(it, base))];
  const widths = head.map((_, at) => Math.max(3, ...all.map((row) => (row[at] ?? "").length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => (leftAligned.has(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, at) => (leftAligned.has(at) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  const [first = head, ...rest] = all;
  return [line(first), rule, ...rest.map(line)].join("\n");
}
