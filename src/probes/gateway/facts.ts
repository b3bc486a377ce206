import { z } from "zod";
import { troubleSchema } from "../trouble-schema.ts";

/** One way of asking the application past its proxy. */
export const originAttemptSchema = z.strictObject({
  scheme: z.enum(["http", "https"]),
  /** `closed`: refused, or hung up. `silent`: nothing came in time. `unclear`: anything else, told by the trouble. */
  state: z.enum(["answers", "closed", "silent", "unclear"]),
  status: z.int().optional(),
  /** Whether the answer is the one that the endpoint itself gives. */
  sameAsEndpoint: z.boolean().optional(),
  trouble: troubleSchema.optional(),
});

/** The application's own address, asked for the endpoint by its name. */
export const httpOriginSchema = z.strictObject({
  /** Such as `app.example.com:8080`. */
  address: z.string(),
  /** Status of the endpoint's own answer, with which the others are compared. */
  endpointStatus: z.int(),
  attempts: z.array(originAttemptSchema).min(1),
});

/** A harmless marker of an attack, and what became of it. */
export const canaryTrialSchema = z.strictObject({
  id: z.string(),
  /** `disguised`: written so that a firewall that compares text alone misses it. */
  form: z.enum(["plain", "disguised"]),
  status: z.int().optional(),
  /** `blocked`: refused or hung up on, unlike a harmless request. `unclear`: another answer that may have other reasons. */
  fate: z.enum(["blocked", "passed", "unclear"]),
  trouble: troubleSchema.optional(),
});
export const httpFirewallSchema = z.strictObject({
  /** Whether harmless requests before and after were served alike; only then is anything to be told. */
  steady: z.boolean(),
  trials: z.array(canaryTrialSchema).min(1),
});

export const gatewayFacts = { "http-origin": httpOriginSchema, "http-firewall": httpFirewallSchema };
