import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { isTrustedRepository } from "../../trusted-repositories.ts";

const wrongs = {
  "none-found": "there is no signature",
  "wrong-key": "a signature is there, but of another key",
  "other-digest": "the signature is of another digest",
  "other-repository": "the signature is of an image of another repository",
  malformed: "what should be a signature is none",
};

export default control({
  id: "image-signed",
  requirement: "DOC-1",
  aspect: "signatures",
  subject: "image",
  observes: ["image-signatures"],
  severity: "high",
  title: "The image is signed with the key that the policy demands",
  problems: { unsigned: "{wrong} ({kind}, {key})" },
  judge: ({ imageSignatures: { repository, checks } }, { policy, problem }) => {
    const rules = policy.imageSignatures;
    const declare = "say under `policy.imageSignatures` whose signatures images need, or why none";
    if (rules === undefined)
      return settle({
        problems: [],
        gaps: [{ reason: "nobody said whether images have to be signed", wouldVerify: declare }],
        because: "",
      });
    if (!Array.isArray(rules)) return { outcome: "not-applicable", because: rules.notRequired };
    const [registry = "", ...path] = (repository ?? "").split("/");
    const own = { registry, repository: path.join("/") };
    if (repository !== undefined && !rules.some((it) => isTrustedRepository(own, it.repositories)))
      return { outcome: "not-applicable", because: `the policy demands no signature of images of ${repository}` };
    return settle({
      problems: checks.flatMap(({ kind, key, result, trouble }) =>
        result === "verified" || trouble !== undefined
          ? []
          : [problem("unsigned", { kind, key, wrong: wrongs[result] }, { discriminator: `${kind} ${key}` })],
      ),
      gaps: [
        ...(repository === undefined || checks.length === 0
          ? [
              {
                reason: "the image's repository is not known, or none of its signatures was looked at",
                wouldVerify: "declare `repository` of the image, and its registry",
              },
            ]
          : []),
        ...checks.flatMap(({ trouble }) =>
          trouble === undefined ? [] : [{ reason: trouble.message, wouldVerify: trouble.wouldVerify }],
        ),
      ],
      because: `its digest is signed with ${checks.map((it) => it.key).join(", ")}`,
    });
  },
  remedy: {
    docker:
      "cosign sign --key KEY REPOSITORY@DIGEST in the build that pushes it; and let the engine's admission verify it",
  },
});
