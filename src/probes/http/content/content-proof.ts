import type { z } from "zod";
import type { contentTrialSchema } from "../facts.ts";

export type ContentKind = z.output<typeof contentTrialSchema>["kind"];

/** What came back, its content coding undone. */
export interface Served {
  readonly status: number;
  readonly bytes: Buffer;
  readonly text: string;
  /** The media type in lower case without its parameters; empty where none was sent. */
  readonly type: string;
  /** Values of all fields of that name. */
  readonly header: (name: string) => readonly string[];
}

/** The format of a thing: one sentence without the content itself; `undefined` where the format is another. */
export type Format = (served: Served) => string | undefined;

/** Something that should not be served: where it lies, and how its format proves that it really is that. */
export interface ContentProof {
  readonly id: string;
  readonly kind: ContentKind;
  readonly path: string;
  /** Only the first bytes are asked for, where the thing is large. */
  readonly firstBytes?: number;
  /** Bytes of the body that are read, where it never ends. */
  readonly bodyBytes?: number;
  /** Statuses under which it can show itself; 200 and 206 unless told. */
  readonly statuses?: readonly number[];
  /** Looked for below the path of the endpoint's URL, too. */
  readonly underBase?: true;
  /** Only looked for where one of these was proven or is protected. */
  readonly after?: readonly string[];
  readonly prove: Format;
}

/** A proof by two markers that only that page has together. */
export function bothIn(first: RegExp, second: RegExp, says: string): Format {
  return ({ text }) => (first.test(text) && second.test(text) ? says : undefined);
}

/** Whether the text looks like an HTML page, which no plain file is. */
export function isHtml(text: string): boolean {
  return /^\ufeff?\s*(?:<!--[\s\S]{0,4096}?-->\s*)?<(?:!doctype html|html|head|body)\b/i.test(text);
}

/** A plain file that every one of these patterns is in, and that is no HTML page. */
export function plainWith(says: string, ...patterns: readonly RegExp[]): Format {
  return ({ text }) => (!isHtml(text) && patterns.every((it) => it.test(text)) ? says : undefined);
}

/** Names for several paths of one thing: the first has the plain id, the others tell their path. */
export function atPaths(
  id: string,
  paths: readonly string[],
  rest: Omit<ContentProof, "id" | "path">,
): readonly ContentProof[] {
  return paths.map((path, at) => ({
    id:
      at === 0
        ? id
        : `${id}-${path
            .replace(/~$/, "-tilde")
            .replace(/[^A-Za-z0-9]+/g, "-")
            .replace(/^-|-$/g, "")
            .toLowerCase()}`,
    path,
    ...rest,
  }));
}
