import { bodyText } from "../body-text.ts";
import { headerValues } from "../response-head.ts";
import type { ParsedResponse } from "../response-parser.ts";
import { similarity } from "../similarity.ts";
import { ownPageOf, signatureOf } from "./signatures.ts";

/** An answer to a random name, made comparable with those to other random names. */
export interface AnswerShape {
  readonly status: number;
  /** Text of the body with the name that was asked for taken out. */
  readonly text: string;
  readonly type: string;
  /** Names of the header fields that a handler could have added. */
  readonly fields: string;
  readonly signature: string | undefined;
  /** Whose own error page it is, where it is one. */
  readonly ownPage: ReturnType<typeof ownPageOf>;
}

/** Fields that come and go with length, caching and connection, whoever answers. */
const passing = new Set([
  ...["date", "content-length", "transfer-encoding", "connection", "keep-alive", "etag", "last-modified", "age"],
  ...["vary", "accept-ranges", "expires", "cache-control", "content-encoding", "x-request-id", "x-cache"],
]);

export function shapeOf(response: ParsedResponse, target: string, extension: string): AnswerShape {
  const text = bodyText(response).slice(0, 16_384);
  const name = target.slice(1);
  const bare = name.slice(0, name.length - extension.length);
  const fields = response.headers.map(([field]) => field.trim().toLowerCase()).filter((it) => !passing.has(it));
  return {
    status: response.status,
    text: text
      .replaceAll(name, "")
      .replaceAll(bare, "")
      .replaceAll(extension || "\0", ""),
    type: (headerValues(response, "content-type")[0]?.split(";")[0] ?? "").trim().toLowerCase(),
    fields: [...new Set(fields)].sort().join(" "),
    signature: signatureOf(response, text),
    ownPage: ownPageOf(text),
  };
}

/** How alike the texts of two answers are, from 0 to 1. */
export function likeness(one: AnswerShape, other: AnswerShape): number {
  if (one.text === other.text) return 1;
  return similarity({ body: one.text, target: "\0" }, { body: other.text, target: "\0" });
}

/**
 * What sets an answer apart from another one; `undefined` where nothing does. `noise` is how unlike the answers of the
 * file server itself are among each other: no page that changes each time is taken for another one.
 */
export function differenceOf(one: AnswerShape, other: AnswerShape, noise: number): string | undefined {
  if (one.status !== other.status) return `${one.status} instead of ${other.status}`;
  if (one.signature !== other.signature && one.signature !== undefined) return one.signature;
  if (one.type !== other.type) return `content of type ${one.type || "none"} instead of ${other.type || "none"}`;
  // A page that differs each time may differ a little more once.
  const least = noise === 0 ? 1 : 1 - 2 * noise - 0.02;
  if (likeness(one, other) < least) return "another error page";
  const known = new Set(other.fields.split(" "));
  const added = one.fields.split(" ").filter((it) => it !== "" && !known.has(it));
  return added.length === 0 ? undefined : `a header field more: ${added.join(", ")}`;
}

/** What sets an answer apart from every one of the others; `undefined` where one of them is as it is. */
export function apart(one: AnswerShape, others: readonly AnswerShape[]): string | undefined {
  const alike = others.filter((it) => it.status === one.status);
  const pairs = alike.flatMap((it) => alike.filter((that) => that.type === it.type).map((that) => likeness(it, that)));
  const noise = 1 - Math.min(1, ...pairs);
  const differences = others.map((it) => differenceOf(one, it, noise));
  if (differences.includes(undefined)) return undefined;
  return differences[
    Math.max(
      0,
      others.findIndex((it) => it.status === one.status),
    )
  ];
}
