import { flawOfBareTls, isBareTls } from "../estate/endpoint-url.ts";
import { parseImageReference } from "../probes/image-reference.ts";

/** What a target is; with a problem where it can't be assessed. */
export interface TargetForm {
  readonly form: "url" | "local" | "image" | "dockerfile" | "compose-file" | "container" | "later" | "unknown";
  readonly problem?: string;
}

export const acceptedForms =
  "https://HOST[:PORT]/[PATH] or http://… for a web endpoint, tls://HOST:PORT for TLS without HTTP, local: for this machine, a Dockerfile or compose file, docker-archive:FILE, oci-archive:FILE, oci:FOLDER or docker://IMAGE for an image, container:NAME for a running container, or the path of an estate file or folder";

const later = (what: string, instead: string): TargetForm => ({
  form: "later",
  problem: `${what} can't be looked into yet. ${instead}`,
});
const unknown = (problem: string): TargetForm => ({ form: "unknown", problem });

const lastPart = (path: string): string => path.replace(/\/+$/, "").split("/").at(-1) ?? "";
const isDockerfile = (path: string): boolean => /^(?:Dockerfile|Containerfile)$|.\.Dockerfile$/.test(lastPart(path));
const isComposeFile = (path: string): boolean => /^(?:docker-)?compose(?:\.[\w.-]+)?\.ya?ml$/.test(lastPart(path));

/** A YAML or JSON file by its name, and no compose file. */
export function looksLikeEstateFile(argument: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(argument) && !isComposeFile(argument) && !/^[a-z][a-z0-9+.-]*:/i.test(argument);
}

const schemes: readonly (readonly [pattern: RegExp, form: TargetForm])[] = [
  [/^local:$/i, { form: "local" }],
  [/^(?:docker-archive|oci-archive|oci):(?!\/\/)./, { form: "image" }],
  [/^container:[^/\s]+$/, { form: "container" }],
  [/^ssh:\/\/./i, later("A host over SSH", "Run `holdfast check local:` on that host itself.")],
  [
    /^postgres(?:ql)?:\/\/./i,
    later("A database", "Run `holdfast check local:` on its host, and declare it under `databases` in an estate file."),
  ],
];

/** Recognises a target by its spelling alone. */
export function formOf(argument: string): TargetForm {
  const target = argument.trim();
  for (const [pattern, form] of schemes) if (pattern.test(target)) return form;
  if (/^https?:/i.test(target)) return webForm(target);
  if (isBareTls(target)) return bareTlsForm(target);
  if (/^(?:docker|oci|docker-archive|oci-archive):/.test(target)) return imageForm(target);
  if (isDockerfile(target)) return { form: "dockerfile" };
  if (isComposeFile(target)) return { form: "compose-file" };
  const port = /^(?:\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9.-]*):(\d{1,5})$/i.exec(target);
  if (port !== null) return portForm(target, Number(port[1]));
  if (/^localhost$/i.test(target))
    return unknown("For this machine write local:, for a web endpoint https://localhost/.");
  return unknown(`This is no target. Targets are ${acceptedForms}.`);
}

function imageForm(target: string): TargetForm {
  const reference = target.startsWith("docker://") ? parseImageReference(target.slice("docker://".length)) : undefined;
  if (reference !== undefined) return { form: "image" };
  return unknown(
    "This is no image; one looks like docker://registry.example.com/shop:1.4, docker-archive:FILE, oci-archive:FILE or oci:FOLDER.",
  );
}

function webForm(target: string): TargetForm {
  const url = /^https?:\/\/[^/]/i.test(target) && URL.canParse(target) ? new URL(target) : undefined;
  if (url === undefined || /\s/.test(target))
    return unknown("This is no valid URL; one looks like https://www.example.com:8443/.");
  if (url.username !== "" || url.password !== "")
    return unknown("A URL with a user name or password in it isn't taken; leave them out.");
  return { form: "url" };
}

function bareTlsForm(target: string): TargetForm {
  const flaw =
    /\s/.test(target) || !URL.canParse(target) ? "one looks like tls://mail.example.com:465" : flawOfBareTls(target);
  return flaw === undefined ? { form: "url" } : unknown(`This is no valid URL of TLS: ${flaw}.`);
}

function portForm(target: string, port: number): TargetForm {
  if (port < 1 || port > 65535) return unknown(`${port} is no port; ports go from 1 to 65535.`);
  return later(
    "A port by itself",
    `If it is a web endpoint, write https://${target}/ (or http://…), if it speaks TLS without HTTP tls://${target}; for what else listens, run \`holdfast check local:\` on that host.`,
  );
}
