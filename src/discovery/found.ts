import type { z } from "zod";
import type { estateSchema } from "../estate/schema.ts";

/** An estate as a file gives it: whatever has a default may be left out. */
export type EstateInput = z.input<typeof estateSchema>;

/** Something to be told beside a part of the drafted estate: why it is there, or what is to be decided. */
export interface Note {
  /** JSON Pointer (RFC 6901) to the part, such as `/hosts/web1/listeners/0`; empty for the whole. */
  readonly path: string;
  /** Whole sentences; a line break starts a new line. */
  readonly text: string;
}

/** A drafted estate, with what a person should know of it. */
export interface Found {
  readonly estate: EstateInput;
  readonly notes: readonly Note[];
}
