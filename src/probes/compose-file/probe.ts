import { basename, dirname, join } from "node:path";
import type { Trouble } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { parseImageReference } from "../image-reference.ts";
import { readBounded } from "../neighbourhood/configuration.ts";
import type { Provenance } from "../observation.ts";
import { probe, type Told } from "../probe.ts";
import { podWorkloads } from "./pods.ts";
import { Project, type Unseen } from "./project.ts";
import { type Documents, readDocuments } from "./read-documents.ts";
import { secretsOfValues } from "./secrets.ts";
import { serviceSettings } from "./service.ts";
import { at, type Mapping, missingIn, textOf, textsOf, type Value } from "./value.ts";

type Kind = "compose-workloads" | "compose-secrets";
type Workload = FactsOf<"compose-workloads">["workloads"][number];

export default probe({
  id: "compose-file",
  version: 1,
  subject: "compose-file",
  yields: ["compose-workloads", "compose-secrets"],
  needs: [],
  title: "Which containers a compose file or Kubernetes manifest asks for, and how",
  async observe(subject, context): Promise<readonly Told<Kind>[]> {
    const { path, overrides, environmentFile } = subject.declared;
    const text = await readBounded(path);
    if (typeof text !== "string") return troubled(text ?? missing(path));
    const documents = readDocuments(text, basename(path));
    const trouble = senseless(documents, text, path);
    if (trouble !== undefined) return troubled(trouble);
    const values = documents as readonly Value[];
    const sha256 = `hmac:${context.fingerprint(text)}`;
    const provenance: readonly Provenance[] = [
      { request: `read ${path}`, status: null, bytes: Buffer.byteLength(text), sha256 },
    ];
    const kubernetes = values.some(isManifest);
    const about = { provenance, products: [kubernetes ? ("kubernetes" as const) : ("docker" as const)] };
    const seen = kubernetes
      ? await manifests(values, overrides)
      : await services([path, ...overrides], environmentFile);
    const { unseen, workloads, searched } = seen;
    return [
      {
        ...{ fact: "compose-workloads", ...about },
        facts: { format: kubernetes ? "kubernetes" : "compose", workloads: [...workloads], unseen },
      },
      {
        ...{ fact: "compose-secrets", ...about },
        facts: { found: [...secretsOfValues(searched, context.fingerprint)], unseen },
      },
    ];
  },
});

const isManifest = (value: Value): boolean => at(value, "apiVersion") !== undefined && at(value, "kind") !== undefined;

async function manifests(first: readonly Value[], others: readonly string[]) {
  const unseen: Unseen = [];
  const all = [...first];
  for (const path of others) {
    const text = await readBounded(path);
    const documents = typeof text === "string" ? readDocuments(text, basename(path)) : undefined;
    if (documents !== undefined && !("flaw" in documents)) all.push(...documents);
    else unseen.push({ reason: `${path} could not be read`, wouldVerify: `let Holdfast read ${path}` });
  }
  return { unseen, workloads: podWorkloads(all, unseen), searched: all };
}

async function services(paths: readonly string[], environmentFile: string | undefined) {
  const project = new Project(readBounded);
  const [first = ""] = paths;
  const named = environmentFile === undefined ? [] : [environmentFile];
  const variables = await project.environment(named, join(dirname(first), ".env"));
  const all = await project.services(paths, variables);
  const { unseen } = project;
  const workloads = [...all].map(([name, service]) => workloadOf(name, service, unseen));
  return { unseen, workloads, searched: project.files.map(({ raw }) => raw) };
}

/** What may depend on a variable without changing what is judged. */
const indifferent = new Set([
  "environment",
  "labels",
  "env_file",
  "logging",
  "hostname",
  "container_name",
  "depends_on",
]);

function workloadOf(name: string, service: Mapping, unseen: Unseen): Workload {
  const { place } = service;
  for (const [key, it] of service.entries) {
    const absent = indifferent.has(key) ? [] : [...new Set(missingIn(it))];
    if (absent.length > 0) {
      unseen.push({
        reason: `${it.place}: ${key} of ${name} depends on ${absent.slice(0, 5).join(", ")}, which has no value`,
        wouldVerify: "declare the environmentFile with its value",
      });
    }
  }
  const value = at(service, "image");
  const image = missingIn(value).length > 0 ? undefined : parseImageReference(textOf(value) ?? "");
  const build = buildOf(service);
  if (
    image === undefined &&
    build === undefined &&
    missingIn(value).length === 0 &&
    at(service, "provider") === undefined
  ) {
    unseen.push({ reason: `${place}: ${name} names no image that can be told`, wouldVerify: "name its image" });
  }
  return {
    ...{ name, place },
    ...(image !== undefined && { image }),
    ...(build !== undefined && { build }),
    settings: serviceSettings(service, (reason) =>
      unseen.push({ reason, wouldVerify: "write it as a compose file has it" }),
    ),
    profiles: textsOf(at(service, "profiles")),
  };
}

function buildOf(service: Mapping): Workload["build"] {
  const build = at(service, "build");
  if (build === undefined) return undefined;
  const context = textOf(build) ?? textOf(at(build, "context")) ?? ".";
  return { context, dockerfile: textOf(at(build, "dockerfile")) ?? "Dockerfile" };
}

function senseless(documents: Documents, text: string, path: string): Trouble | undefined {
  // Engines have templates of their own in values, such as `tag: "{{.Name}}"`; those of Helm make the file itself.
  const helm =
    /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities)\b|include |template |if |range |with |define )/.test(text);
  if (helm && ("flaw" in documents || documents.some(isManifest))) {
    return {
      kind: "unsupported",
      message: `${path} is a template`,
      wouldVerify: "declare what it makes: the output of helm template",
    };
  }
  if ("flaw" in documents)
    return { kind: "unparsable", message: `${path}: ${documents.flaw}`, wouldVerify: `mend ${path}` };
  const sense = documents.some(
    (it) => isManifest(it) || at(it, "services") !== undefined || at(it, "include") !== undefined,
  );
  if (sense) return undefined;
  return {
    kind: "unparsable",
    message: `${path} is neither a compose file nor a Kubernetes manifest`,
    wouldVerify: "declare the path of a compose file or manifest",
  };
}

function missing(path: string): Trouble {
  return {
    kind: "unreachable",
    message: `there is no file ${path}`,
    wouldVerify: "declare its path, from the folder in which Holdfast runs",
  };
}
function troubled(trouble: Trouble): readonly Told<Kind>[] {
  return [
    { fact: "compose-workloads", provenance: [], trouble },
    { fact: "compose-secrets", provenance: [], trouble },
  ];
}
