import { basename, dirname } from "node:path";
import type { Trouble } from "../../transports/trouble.ts";
import { readBounded } from "../neighbourhood/configuration.ts";
import type { Provenance } from "../observation.ts";
import { probe, type Told } from "../probe.ts";
import type { Product } from "../product.ts";
import { type Build, readBuild } from "./build.ts";
import { secretsOfContext } from "./context-files.ts";
import { secretsOfDockerfile } from "./secrets.ts";
import { writtenInstructions } from "./written-instructions.ts";

type Kind = "dockerfile-build" | "dockerfile-secrets";

const mostFlags = 5000;

export default probe({
  id: "dockerfile",
  version: 1,
  subject: "dockerfile",
  yields: ["dockerfile-build", "dockerfile-secrets"],
  needs: [],
  title: "What a Dockerfile builds, of what, and which secrets it holds",
  async observe(subject, context): Promise<readonly Told<Kind>[]> {
    const { path } = subject.declared;
    const text = await readBounded(path);
    if (typeof text !== "string") return troubled(text ?? missing(path));
    const trouble = senseless(text, path);
    if (trouble !== undefined) return troubled(trouble);
    const written = writtenInstructions(text);
    const build = readBuild(written, subject.declared);
    if (build.stages.length === 0) return troubled(noStage(path));
    const bytes = Buffer.byteLength(text);
    const sha256 = `hmac:${context.fingerprint(text)}`;
    const provenance: readonly Provenance[] = [{ request: `read ${path}`, status: null, bytes, sha256 }];
    const about = { provenance, products: productsOf(build) };
    const own = secretsOfDockerfile(written, (line) => `${basename(path)}:${line}`, context.fingerprint);
    const beside = context.wanted.has("dockerfile-secrets")
      ? await secretsOfContext(dirname(path), basename(path), build.stages, context.fingerprint)
      : { found: [], unseen: [] };
    return [
      { fact: "dockerfile-build", ...about, facts: build },
      {
        ...{ fact: "dockerfile-secrets", ...about },
        facts: { found: [...own, ...beside.found], unseen: [...beside.unseen] },
      },
    ];
  },
});

/** What the target is made with picks the remedies. */
function productsOf(build: Build): readonly Product[] {
  const text = build.stages
    .map(({ origin }) => (origin.kind === "image" ? `${origin.image.repository}:${origin.image.tag ?? ""}` : ""))
    .join(" ");
  if (/alpine/.test(text)) return ["docker", "alpine"];
  if (/ubuntu|noble|jammy|focal/.test(text)) return ["docker", "ubuntu"];
  if (/debian|bookworm|trixie|bullseye|slim/.test(text)) return ["docker", "debian"];
  return /centos|fedora|rocky|alma|ubi\d|redhat|oraclelinux/.test(text) ? ["docker", "redhat"] : ["docker"];
}

function senseless(text: string, path: string): Trouble | undefined {
  if (text.includes("\0")) {
    return { kind: "unparsable", message: `${path} is no text`, wouldVerify: "declare the path of a Dockerfile" };
  }
  // Each flag costs the parser a look at all others.
  const flags = text.split(" --", mostFlags + 1).length - 1;
  if (flags < mostFlags) return undefined;
  return { kind: "budget", message: `${path} has more than ${mostFlags} flags`, wouldVerify: "look into it by hand" };
}

function missing(path: string): Trouble {
  return {
    kind: "unreachable",
    message: `there is no file ${path}`,
    wouldVerify: "declare the Dockerfile's path, from the folder in which Holdfast runs",
  };
}
function noStage(path: string): Trouble {
  return { kind: "unparsable", message: `${path} has no FROM`, wouldVerify: "declare the path of a Dockerfile" };
}
function troubled(trouble: Trouble): readonly Told<Kind>[] {
  return [
    { fact: "dockerfile-build", provenance: [], trouble },
    { fact: "dockerfile-secrets", provenance: [], trouble },
  ];
}
