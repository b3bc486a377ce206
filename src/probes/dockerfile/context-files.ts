import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FactsOf } from "../fact-kinds.ts";
import { secretsOfFile } from "../host/secret-files.ts";
import { shortened } from "../host/secrets.ts";
import { readBounded } from "../neighbourhood/configuration.ts";
import type { Stage } from "./build.ts";
import { readIgnoreFile } from "./ignore-file.ts";
import type { SecretFind } from "./secrets.ts";

type Unseen = FactsOf<"dockerfile-secrets">["unseen"];

const mostEntries = 5000;
const mostFiles = 100;
const deepest = 8;
const likely =
  /^(?:\.env(?:\..+)?|.+\.(?:pem|key|tfvars|tfstate)|id_(?:rsa|dsa|ecdsa|ed25519)|[._]netrc|\.npmrc|\.pypirc|\.pgpass|\.git-credentials|credentials(?:\..+)?|secrets?\.(?:ya?ml|json|toml|env|properties|ini)|application[\w-]*\.(?:properties|ya?ml)|appsettings[\w.]*\.json|wp-config\.php|kubeconfig)$/i;
const example = /(?:example|sample|template|dist|defaults?|schema|test)\b/i;

/**
 * Secrets in files beside a Dockerfile that it copies into its stages, by the likeliest names. What `.dockerignore` keeps
 * out is not looked at; links are not followed.
 */
export async function secretsOfContext(
  folder: string,
  dockerfileName: string,
  stages: readonly Stage[],
  fingerprint: (secret: string) => string,
): Promise<{ readonly found: readonly SecretFind[]; readonly unseen: Unseen }> {
  const sources = copiedSources(stages);
  if (sources.length === 0) return { found: [], unseen: [] };
  const own = await readBounded(join(folder, `${dockerfileName}.dockerignore`));
  const rules = own ?? (await readBounded(join(folder, ".dockerignore")));
  const unseen: Unseen = typeof rules === "object" ? [{ reason: rules.message, wouldVerify: rules.wouldVerify }] : [];
  const ignored = readIgnoreFile(typeof rules === "string" ? rules : "");
  const walk = await likelyFiles(folder, sources, ignored, unseen);
  const found: SecretFind[] = [];
  for (const path of walk) {
    const text = await readBounded(join(folder, path));
    if (typeof text === "object") unseen.push({ reason: text.message, wouldVerify: text.wouldVerify });
    if (typeof text !== "string") continue;
    for (const { name, kind, value } of secretsOfFile(`/${path}`, text).slice(0, 20)) {
      found.push({ where: "file", place: path, name: shortened(name), kind, fingerprint: fingerprint(value) });
    }
  }
  return { found, unseen };
}

/** What COPY and ADD take of the build context, as the beginning of paths; `.` is all of it. */
function copiedSources(stages: readonly Stage[]): readonly string[] {
  const sources = stages
    .filter((it) => it.reached)
    .flatMap((it) => it.instructions)
    .flatMap((it) => {
      if ((it.kind !== "copy" && it.kind !== "add") || it.from !== undefined) return [];
      const fetched = new Set(it.fetches.map(({ url }) => url));
      return it.sources.filter((one) => !fetched.has(one));
    });
  return [...new Set(sources.map((it) => it.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "")))].slice(0, 200);
}

function takes(source: string, path: string): boolean {
  if (source === "" || source === "." || /[$*?[]/.test(source[0] ?? "")) return true;
  // From the first wildcard on everything counts as taken: better a file too many is looked at than one too few.
  const fixed = /^[^$*?[]*/.exec(source)?.[0] ?? "";
  return fixed === source ? path === source || path.startsWith(`${source}/`) : path.startsWith(fixed);
}

async function likelyFiles(
  folder: string,
  sources: readonly string[],
  ignored: (path: string) => boolean,
  unseen: Unseen,
): Promise<readonly string[]> {
  const files: string[] = [];
  const folders: string[] = [""];
  let entries = 0;
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    const depth = at === "" ? 0 : at.split("/").length;
    for (const it of await listed(join(folder, at), unseen)) {
      const path = at === "" ? it.name : `${at}/${it.name}`;
      entries += 1;
      if (entries > mostEntries || files.length >= mostFiles || depth > deepest) {
        unseen.push({
          reason: "the build context holds more than is searched for secrets",
          wouldVerify: "keep what no build needs out by .dockerignore",
        });
        return files;
      }
      if (it.isDirectory() && it.name !== ".git" && it.name !== "node_modules") folders.push(path);
      if (!it.isFile() || !likely.test(it.name) || example.test(it.name)) continue;
      if (!ignored(path) && sources.some((source) => takes(source, path))) files.push(path);
    }
  }
  return files.sort();
}

async function listed(folder: string, unseen: Unseen): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    unseen.push({
      reason: `a folder of the build context could not be listed (${code})`,
      wouldVerify: "let Holdfast read the folder of the Dockerfile",
    });
    return [];
  }
}
