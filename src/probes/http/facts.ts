import { z } from "zod";
import { troubleSchema } from "../trouble-schema.ts";
import { httpHandlersSchema } from "./handlers/facts.ts";

/** One response as it stood on the wire: the header names keep their case and duplicates their order. */
export const answerSchema = z.strictObject({
  httpVersion: z.string(),
  status: z.int(),
  reason: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** Bytes of the body that arrived (capped by the budget), and whether that was all of it. */
  bodyBytes: z.int(),
  bodyComplete: z.boolean(),
  bodySha256: z.string(),
  /** Start of the body as text, at most 4,096 characters, control characters replaced. */
  bodyStart: z.string(),
});
export type Answer = z.output<typeof answerSchema>;

export const exchangePurposes = [
  ...(["root", "missing", "malformed", "options", "head", "path"] as const),
  ...(["again", "static", "redirect", "root-http2", "missing-http2", "download"] as const),
] as const;

/** What was asked for and what came: an answer, or the trouble. */
export const exchangeSchema = z.strictObject({
  /**
   * Why it was asked: `root`, `missing` (random path), `malformed`, `options`, `head`, `path` (declared in the estate),
   * `again` (the root once more), `static` (a file that the root's page draws), `redirect` (the answer of a redirect that
   * was followed), `root-http2` and `missing-http2` (over HTTP/2, where it is offered), `download` (a file that the estate
   * declares to be given out; only the start of it is read).
   */
  purpose: z.enum(exchangePurposes),
  method: z.string(),
  target: z.string(),
  /** Where redirects that we followed ourselves went (same host only), the final answer being `answer`. */
  via: z.array(z.strictObject({ status: z.int(), location: z.string() })),
  answer: answerSchema.optional(),
  trouble: troubleSchema.optional(),
});
export type Exchange = z.output<typeof exchangeSchema>;

/** Several answers of one endpoint, so that a header that is only set on `/` is seen through. */
export const httpAnswersSchema = z.strictObject({
  url: z.string(),
  exchanges: z.array(exchangeSchema).min(1),
});

/** One method tried, and what it did. */
export const methodTrialSchema = z.strictObject({
  method: z.string(),
  /** What was asked for, where it isn't the endpoint's own path and query: an address (CONNECT), or a random path. */
  target: z.string().optional(),
  status: z.int().optional(),
  /** Whether the random marker header that we sent came back in the body: the request was echoed. */
  echoed: z.boolean(),
  /** Whether the answer is the same (status and similar body) as the one to a GET of the same target. */
  sameAsGet: z.boolean(),
  /** Whether the server closed the connection without an answer. */
  closed: z.literal(true).optional(),
  trouble: troubleSchema.optional(),
});
/** Headers that turn a POST into another method past whoever looks at the request line. */
export const methodOverridesSchema = z.strictObject({
  /** Whether a POST and a GET of the path tried are answered steadily and differently; only then can it be told. */
  tellable: z.boolean(),
  trials: z.array(
    z.strictObject({
      header: z.string(),
      /** Whether the POST with that header was answered unlike a POST. */
      honoured: z.boolean(),
      status: z.int().optional(),
      trouble: troubleSchema.optional(),
    }),
  ),
});
/** Behaviour of HTTP methods: those no application needs, undeclared writing ones, and what OPTIONS claims to allow. */
export const httpMethodsSchema = z.strictObject({
  trials: z.array(methodTrialSchema),
  /** Absent in recordings of version 1 of the probe. */
  overrides: methodOverridesSchema.optional(),
  /** Methods of the Allow header (or Access-Control-Allow-Methods excluded) of OPTIONS; absent when there was none. */
  allow: z.array(z.string()).optional(),
});

/** The plain-HTTP twin of an endpoint (or the endpoint itself where its URL is http). */
export const httpPlainSchema = z.strictObject({
  /** What was looked at: the twin's URL, or `none` where the estate says none may exist and port 80 was tried. */
  url: z.string(),
  expected: z.enum(["redirect", "none"]),
  /** `closed`: connection refused. `open`: it answered. */
  state: z.enum(["closed", "open"]),
  /** The redirects, one by one, from the plain URL; the last hop has no location, or leads out of the host. */
  hops: z.array(z.strictObject({ url: z.string(), status: z.int(), location: z.string().optional() })),
});

/** A thing that should not be served, looked for by path and proven by the format of its content. */
export const contentTrialSchema = z.strictObject({
  /** Such as `git-head`, `dotenv`, `nginx-default-page`. */
  id: z.string(),
  kind: z.enum(["version-control", "configuration-file", "dump", "default-content", "status-page"]),
  path: z.string(),
  status: z.int().optional(),
  /** `proven`: the format was parsed. `absent`: refused or another thing. `protected`: 401/403 there, 404 beside it. */
  finding: z.enum(["proven", "absent", "protected"]).optional(),
  /** What the format proof saw, without the content itself: `git HEAD: ref: refs/heads/…`, `3 NAME=value lines`. */
  proof: z.string().optional(),
  trouble: troubleSchema.optional(),
});
export const httpContentSchema = z.strictObject({
  trials: z.array(contentTrialSchema),
  /** Whether random paths are answered 200 (single-page application, catch-all). */
  answersEverything: z.boolean(),
  /** What the search cost the server; absent in recordings of version 1 of the probe. */
  spent: z.strictObject({ requests: z.int(), connections: z.int() }).optional(),
});

export const httpFacts = {
  "http-answers": httpAnswersSchema,
  "http-methods": httpMethodsSchema,
  "http-plain": httpPlainSchema,
  "http-content": httpContentSchema,
  "http-handlers": httpHandlersSchema,
};
