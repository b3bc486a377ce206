import type { FactsOf } from "../probes/fact-kinds.ts";
import type { SshHost } from "../probes/neighbourhood/facts.ts";
import type { EstateInput, Note } from "./found.ts";
import { Naming } from "./naming.ts";

type Parts = { [K in "dockerfiles" | "composeFiles"]: NonNullable<EstateInput[K]> };

/** Dockerfiles and compose files of the folder; other machines are only noted, since nobody declared them. */
export function draftFiles(
  around: FactsOf<"host-neighbourhood"> | undefined,
  folder: string,
): { readonly parts: Parts; readonly notes: readonly Note[] } {
  if (around === undefined) return { parts: { dockerfiles: {}, composeFiles: {} }, notes: [] };
  const notes: Note[] = [];
  if (!around.searchedWhole)
    notes.push({ path: "", text: `${folder} holds more than was searched for Dockerfiles and compose files.` });
  for (const { message, wouldVerify } of around.troubles)
    notes.push({ path: "", text: `Not read: ${message}; would help: ${wouldVerify}.` });
  if (around.sshHosts.length > 0) notes.push({ path: "/hosts", text: sshNote(around.sshHosts) });
  return {
    parts: {
      dockerfiles: entries(around.dockerfiles, "dockerfile"),
      composeFiles: entries(around.composeFiles, "compose"),
    },
    notes,
  };
}

function entries(paths: readonly string[], otherwise: string): Record<string, { path: string }> {
  const naming = new Naming(otherwise);
  return Object.fromEntries(paths.map((path) => [naming.name(path.replaceAll("/", "-")), { path }]));
}

const mostHosts = 50;

function sshNote(hosts: readonly SshHost[]): string {
  const naming = new Naming("host");
  const lines = hosts
    .slice(0, mostHosts)
    .flatMap(({ name, hostName, user, port }) => [
      `  ${naming.name(name)}:`,
      "    transport: ssh",
      `    address: ${JSON.stringify(hostName ?? name)}`,
      ...(user === undefined ? [] : [`    user: ${JSON.stringify(user)}`]),
      ...(port === undefined || port === 22 ? [] : [`    # its SSH port is ${port}`]),
    ]);
  const more = hosts.length > mostHosts ? [`  … and ${hosts.length - mostHosts} more`] : [];
  return ["Your SSH configuration names further hosts. To declare one, put it below:", ...lines, ...more].join("\n");
}
