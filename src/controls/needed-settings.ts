import type { ContainerDeclaration } from "../estate/resolved.ts";
import type { ContainerSettings } from "../probes/container-settings-schema.ts";
import { type Outcome, type Problem, settle } from "../verdict/outcome.ts";
import { flawSentence, type SettingFlaw, settingFlaws } from "./container-settings.ts";

/**
 * Judges some kinds of flaws in how an engine was asked to run a container. What the estate declares as needed is none,
 * and its reason is printed. The control's texts have `{flaw}`.
 */
export function settledByNeeds<P extends string>(
  settings: ContainerSettings,
  declared: ContainerDeclaration,
  kinds: Readonly<Partial<Record<SettingFlaw["kind"], P>>>,
  problem: (id: P, data: Readonly<Record<string, string>>, options: { readonly discriminator: string }) => Problem,
): Outcome {
  const problems: Problem[] = [];
  const reasons: string[] = [];
  for (const flaw of flawsOf(settings, declared)) {
    const id = kinds[flaw.kind];
    if (id === undefined) continue;
    const { left, because } = needed(flaw, declared.needs);
    reasons.push(...because);
    if (left === undefined) continue;
    const sentence = sentenceOf(left);
    problems.push(problem(id, { flaw: sentence }, { discriminator: sentence }));
  }
  const why = reasons.length === 0 ? "" : `, but for what is needed: ${[...new Set(reasons)].join("; ")}`;
  return settle({ problems, gaps: [], because: `it asks for none of that${why}` });
}

/** The flaws of a container that an engine tells of: its image's user is among its settings, and its socket is known. */
function flawsOf(settings: ContainerSettings, { socket }: ContainerDeclaration): readonly SettingFlaw[] {
  const path = socket?.startsWith("unix://") === true ? socket.slice("unix://".length) : undefined;
  const sockets = settings.mounts.filter(
    ({ type, source }) =>
      type === "bind" && path !== undefined && `${path}/`.startsWith(`${source.replace(/\/+$/, "")}/`),
  );
  const told = settingFlaws(settings).filter(
    (it) =>
      !("path" in it && sockets.some(({ source }) => source === it.path)) &&
      !(it.kind === "host-namespace" && it.name === "cgroup"),
  );
  return [
    ...told,
    ...sockets.map(({ source }) => ({ kind: "engine-socket", path: source }) as const),
    ...(settings.user === undefined && settings.nonRoot !== true ? [{ kind: "root", user: "" } as const] : []),
  ];
}

function sentenceOf(flaw: SettingFlaw): string {
  if (flaw.kind === "root" && flaw.user === "")
    return "runs as root, since neither its image nor its start names a user";
  return flawSentence(flaw);
}

type Needs = ContainerDeclaration["needs"];

/** What is left of a flaw once what is needed is taken away, with the reasons of that. */
function needed(flaw: SettingFlaw, needs: Needs): { readonly left?: SettingFlaw; readonly because: readonly string[] } {
  if (flaw.kind === "capabilities") {
    const reasons = new Map(
      Object.entries(needs.capabilities).map(([name, why]) => [name.toUpperCase().replace(/^CAP_/, ""), why] as const),
    );
    const names = flaw.names.filter((it) => !reasons.has(it));
    const because = flaw.names.flatMap((it) => reasons.get(it) ?? []);
    return { because, ...(names.length > 0 && { left: { ...flaw, names } }) };
  }
  const because = reasonOf(flaw, needs);
  return because === undefined ? { left: flaw, because: [] } : { because: [because] };
}

function reasonOf(flaw: SettingFlaw, { root, writableRoot, host }: Needs): string | undefined {
  switch (flaw.kind) {
    case "root":
      return root;
    case "writable-root":
      return writableRoot;
    case "host-namespace":
      return Object.entries(host).find(([name]) => name === flaw.name)?.[1];
    case "engine-socket":
      return host["engine-socket"];
    case "host-folder":
      return host.folders;
    case "device":
      return host.devices;
    default:
      return undefined;
  }
}
