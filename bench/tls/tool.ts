import type { Reported } from "./reported.ts";

/** A program that Holdfast is measured against. */
export interface Tool {
  readonly id: string;
  /** Its program, by the names it goes by. */
  readonly programs: readonly string[];
  /** What has to be installed for it. */
  readonly from: string;
  /** Takes so long that once is enough. */
  readonly once?: boolean;
  /** `file` is a new path that it may write its report to. */
  arguments(at: { readonly port: number; readonly file: string }): readonly string[];
  /** Reads what it printed, or wrote to the file. */
  read(output: { readonly stdout: string; readonly file: string }): Reported;
}
