import type { z } from "zod";
import { composeFileFacts } from "./compose-file/facts.ts";
import { containerFacts } from "./container/facts.ts";
import { credentialFacts } from "./credentials/facts.ts";
import { crossOriginFacts } from "./cross-origin/facts.ts";
import { databaseFacts } from "./database/facts.ts";
import { dockerfileFacts } from "./dockerfile/facts.ts";
import { gatewayFacts } from "./gateway/facts.ts";
import { hostFacts } from "./host/facts.ts";
import { httpFacts } from "./http/facts.ts";
import { imageFacts } from "./image/facts.ts";
import { malwareFacts } from "./malware/facts.ts";
import { neighbourhoodFacts } from "./neighbourhood/facts.ts";
import { remainsFacts } from "./remains/facts.ts";
import { rosterFacts } from "./roster/facts.ts";
import { serviceFacts } from "./service/facts.ts";
import { sshCanaryFacts } from "./ssh-canary/facts.ts";
import { tlsFacts } from "./tls/facts.ts";
import { webConfigurationFacts } from "./web-configuration/facts.ts";

/** Schema of every kind of fact; whatever a probe tells or a recording holds passes through it. */
export const factSchemas = {
  ...composeFileFacts,
  ...containerFacts,
  ...credentialFacts,
  ...crossOriginFacts,
  ...databaseFacts,
  ...dockerfileFacts,
  ...gatewayFacts,
  ...hostFacts,
  ...httpFacts,
  ...imageFacts,
  ...malwareFacts,
  ...neighbourhoodFacts,
  ...remainsFacts,
  ...rosterFacts,
  ...serviceFacts,
  ...sshCanaryFacts,
  ...tlsFacts,
  ...webConfigurationFacts,
};

/** A kind of fact, such as `http-methods`. */
export type FactKind = keyof typeof factSchemas;

/** The facts of one kind. */
export type FactsOf<K extends FactKind> = z.output<(typeof factSchemas)[K]>;

export const factKinds = Object.keys(factSchemas) as readonly FactKind[];
