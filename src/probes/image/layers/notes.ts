import { type Collector, countedAlone, type LayerEntry, type Noted } from "../collectors/collector.ts";
import type { FileTree } from "./file-tree.ts";

/** What one collector noted, by the numbers of the entries; both lists are in the order of these. */
export class Notes {
  readonly collector: Collector<unknown>;
  readonly #numbers: number[] = [];
  readonly #notes: unknown[] = [];
  /** What was noted of contents under another name. */
  readonly #aliased: Noted<unknown>[] = [];
  #counted = 0;

  constructor(collector: Collector<unknown>) {
    this.collector = collector;
  }

  take(number: number, entry: LayerEntry, content: Buffer): void {
    const note = this.collector.note(entry, content);
    if (note === undefined || this.#count(note)) return;
    this.#numbers.push(number);
    this.#notes.push(note);
  }

  /** Notes the content of a file under the name that a link gives it. */
  takeAlias(entry: LayerEntry, content: Buffer): void {
    const note = this.collector.note(entry, content);
    if (note !== undefined && !this.#count(note)) this.#aliased.push({ entry, note });
  }

  #count(note: unknown): boolean {
    if (note !== countedAlone) return false;
    this.#counted += 1;
    return true;
  }

  /** Divides the notes into those of entries that are seen and of those that are hidden. */
  divided(tree: FileTree, isSeen: (number: number) => boolean) {
    const seen: Noted<unknown>[] = [...this.#aliased];
    const hidden: Noted<unknown>[] = [];
    for (const [i, number] of this.#numbers.entries())
      (isSeen(number) ? seen : hidden).push({ entry: tree.columns.entry(number), note: this.#notes[i] });
    const aliased = new Set(this.#aliased.map((it) => it.entry.path));
    for (const link of tree.columns.links()) {
      const at = isSeen(link) ? this.#indexOf(tree.columns.content(link)) : -1;
      const entry = at < 0 ? undefined : tree.columns.entry(link);
      if (entry !== undefined && !aliased.has(entry.path)) seen.push({ entry, note: this.#notes[at] });
    }
    return { visible: seen, hidden, counted: this.#counted };
  }

  #indexOf(number: number): number {
    let low = 0;
    let high = this.#numbers.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const there = this.#numbers[middle] ?? 0;
      if (there === number) return middle;
      if (there < number) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
