import type { WriteStream } from "node:tty";
import type { Progress, ProgressListener } from "../assessment/progress.ts";

type Sink = Pick<WriteStream, "isTTY" | "columns"> & { write(text: string): unknown };

/** Tells progress on a stream: one line that is rewritten on a terminal, plain lines elsewhere. */
export function progressLines(sink: Sink): ProgressListener {
  return (progress) => {
    const line = lineOf(progress);
    if (line === undefined) return;
    if (sink.isTTY !== true) sink.write(`${line}\n`);
    else sink.write(`\r\x1b[2K${isLast(progress) ? "" : line.slice(0, (sink.columns ?? 80) - 1)}`);
  };
}

function lineOf(progress: Progress): string | undefined {
  if (progress.event === "planned") {
    const { looks, questions, systems } = progress;
    return `Looking: ${count(looks, "probe run")} for ${count(questions, "question")} about ${count(systems, "system")}`;
  }
  if (progress.event === "looked") {
    const { done, total, sections, probe, subject, troubles } = progress;
    return `${done}/${total} ${sections.join(" ")} · ${probe} on ${subject} · ${troubles} unknown so far`;
  }
  return undefined;
}

function isLast(progress: Progress): boolean {
  return progress.event === "looked" && progress.done === progress.total;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
