import type { ImageDeclaration } from "../../estate/resolved.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { parseImageReference } from "../image-reference.ts";
import { isTrustedRepository } from "../trusted-repositories.ts";
import type { Beyond, ReadImage } from "./beyond.ts";
import { cosignVerdict, publicKeyOf } from "./signatures/cosign.ts";
import { layoutSignatures, registrySignatures, type SignatureStore } from "./signatures/signature-store.ts";
import type { SignedImage, Verdict } from "./signatures/signed-image.ts";
import { gpgVerdict } from "./signatures/simple-signing.ts";
import { fileReference } from "./sources/open.ts";
import { repositoryOf } from "./sources/registry/registry-image.ts";

type Facts = FactsOf<"image-signatures">;
type Check = Facts["checks"][number];

/** Signatures of the image by the keys of every rule of the policy that covers its repository. */
export const signatures: Beyond<"image-signatures"> = {
  fact: "image-signatures",
  restsOn: [],
  tell: async (it) => {
    const repository = repositoryName(it.declared);
    const digests = digestsOf(it, repository);
    const facts: Facts = {
      ...(repository !== undefined && { repository }),
      ...(digests[0] !== undefined && { digest: digests[0] }),
      checks: repository === undefined ? [] : await checksOf(it, { repository, digests }),
    };
    return { fact: "image-signatures", provenance: it.image.provenance, facts };
  },
};

/** The repository that the estate says the image is of. */
function repositoryName({ repository, reference }: ImageDeclaration): string | undefined {
  const named = repository ?? (fileReference(reference) === undefined ? reference : undefined);
  const parsed = named === undefined ? undefined : parseImageReference(named);
  return parsed === undefined ? undefined : `${parsed.registry}/${parsed.repository}`;
}

/** Digests under which the image may be signed; an engine knows them by repository. */
function digestsOf({ image }: ReadImage, repository: string | undefined): readonly string[] {
  const own = [image.digest, ...image.indexDigests].filter((it) => it !== undefined);
  if (own.length > 0) return own;
  return image.repoDigests.flatMap((it) => {
    const parsed = parseImageReference(it);
    const same = parsed !== undefined && `${parsed.registry}/${parsed.repository}` === repository;
    return same && parsed.digest !== undefined ? [parsed.digest] : [];
  });
}

async function checksOf(it: ReadImage, signed: SignedImage): Promise<Check[]> {
  const rules = Array.isArray(it.declared.signatures) ? it.declared.signatures : [];
  const parsed = parseImageReference(signed.repository);
  const { signal } = it.context;
  const checks: Check[] = [];
  for (const rule of rules) {
    if (parsed === undefined || !isTrustedRepository(parsed, rule.repositories)) continue;
    const { cosignKey, gpgKeyring, lookaside } = rule;
    if (cosignKey !== undefined)
      checks.push(
        await checked("cosign", cosignKey, signed, async () =>
          cosignVerdict(await publicKeyOf(cosignKey), signed, await storesOf(it, signed)),
        ),
      );
    if (gpgKeyring !== undefined)
      checks.push(
        await checked("gpg", gpgKeyring, signed, async () => {
          if (lookaside === undefined) throw new TroubleError(noLookaside);
          return gpgVerdict(gpgKeyring, lookaside, signed, signal);
        }),
      );
  }
  return checks;
}

async function checked(
  kind: Check["kind"],
  key: string,
  { digests }: SignedImage,
  verdict: () => Promise<Verdict>,
): Promise<Check> {
  try {
    if (digests.length === 0) throw new TroubleError(noDigest);
    return { kind, key, result: await verdict() };
  } catch (error) {
    if (error instanceof TroubleError) return { kind, key, result: "none-found", trouble: error.trouble };
    throw error;
  }
}

/** Signatures are looked for beside the image where it is a layout, and in the repository that it is of. */
async function storesOf(
  { image, declared, context }: ReadImage,
  { repository }: SignedImage,
): Promise<SignatureStore[]> {
  const beside = image.store === undefined ? [] : [layoutSignatures(image.store)];
  if (image.source !== "registry" && declared.repository === undefined && declared.socket === undefined) return beside;
  return [...beside, registrySignatures(await repositoryOf(repository, declared.registries, context.signal))];
}

const noDigest: Trouble = {
  kind: "unsupported",
  message: "the image has no digest by which it could be signed: its source knows none",
  wouldVerify: "name the image in its registry, or as an OCI layout",
};
const noLookaside: Trouble = {
  kind: "unsupported",
  message: "nobody said where the GPG signatures lie",
  wouldVerify: "declare `lookaside` of the rule",
};
