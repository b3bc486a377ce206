import { bothIn, type ContentProof, isHtml } from "./content-proof.ts";

const kind = "development-artifact";

/** The keys of the outermost JSON object that start a line or the text; the text may be cut off. */
const hasKeys = (text: string, ...keys: readonly string[]) =>
  /^\s*\{/.test(text) && keys.every((key) => new RegExp(`[{,]\\s*"${key}"\\s*:`).test(text));

/** Build and deployment descriptions, which tell every component and its version. */
export const manifests: readonly ContentProof[] = [
  {
    id: "composer-lock",
    kind,
    path: "/composer.lock",
    prove: ({ text }) =>
      hasKeys(text, "_readme", "packages") || hasKeys(text, "content-hash") ? "composer.lock: its own keys" : undefined,
  },
  {
    id: "package-json",
    kind,
    path: "/package.json",
    prove: ({ text }) =>
      hasKeys(text, "name") && /"(?:dependencies|devDependencies|scripts)"\s*:\s*\{/.test(text)
        ? "package.json: name with dependencies or scripts"
        : undefined,
  },
  {
    id: "dockerfile",
    kind,
    path: "/Dockerfile",
    prove: ({ text }) =>
      !isHtml(text) &&
      /^FROM\s+\S+/im.test(text) &&
      /^(?:RUN|COPY|ADD|CMD|ENTRYPOINT|WORKDIR|ENV|EXPOSE|USER)\s/im.test(text)
        ? "Dockerfile: FROM and further instructions"
        : undefined,
  },
  {
    id: "compose-file",
    kind,
    path: "/docker-compose.yml",
    prove: bothIn(/^services:\s*$/m, /^\s+(?:image|build):/m, "compose file: services with image or build"),
  },
];
