import { z } from "zod";
import { malwareScanSchema } from "../malware-scan-schema.ts";
import { secretFindSchema } from "../secret-find-schema.ts";
import { unseenSchema } from "../unseen-schema.ts";
import { imageUpdatesSchema, imageVulnerabilitiesSchema } from "./facts/advisories.ts";
import { imageAccountsSchema, imageFilesSchema, imageRemoteShellsSchema } from "./facts/files.ts";
import {
  imageBasesSchema,
  imageConfigurationSchema,
  imageIdentitySchema,
  imageSignaturesSchema,
} from "./facts/identity.ts";
import { imageComponentsSchema, imagePackagesSchema } from "./facts/packages.ts";

export const imageSecretsSchema = z.strictObject({
  found: z.array(secretFindSchema),
  /** Files of all layers, hidden ones too, that were searched. */
  files: z.int(),
  variables: z.int(),
  unseen: unseenSchema,
});

export const imageFacts = {
  "image-identity": imageIdentitySchema,
  "image-bases": imageBasesSchema,
  "image-signatures": imageSignaturesSchema,
  "image-configuration": imageConfigurationSchema,
  "image-files": imageFilesSchema,
  "image-accounts": imageAccountsSchema,
  "image-remote-shells": imageRemoteShellsSchema,
  "image-packages": imagePackagesSchema,
  "image-components": imageComponentsSchema,
  "image-secrets": imageSecretsSchema,
  "image-updates": imageUpdatesSchema,
  "image-vulnerabilities": imageVulnerabilitiesSchema,
  "image-malware": malwareScanSchema,
};
