import { isIP } from "node:net";
import { type Sections, splitSections } from "../../transports/sections.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, collected } from "../host/collected.ts";
import type { Provenance } from "../observation.ts";
import { type ProbeContext, probe, type Told } from "../probe.ts";
import { containerChanges } from "./changes.ts";
import { containerConfiguration } from "./engine.ts";
import type { InspectedContainer } from "./engine-answers.ts";
import { containerFacts } from "./facts.ts";
import { containerLifetime } from "./lifetime.ts";
import { containerListeners } from "./listeners.ts";
import { containerProcesses } from "./processes.ts";
import { Questions } from "./questions.ts";
import { containerRebuild } from "./rebuild.ts";
import { processScript } from "./script.ts";
import { containerSecrets } from "./secrets.ts";

type ContainerFact = keyof typeof containerFacts;
const kinds = Object.keys(containerFacts) as readonly ContainerFact[];

/** What each fact rests on: the engine's word, or what /proc of its machine shows. */
const byEngine = {
  "container-configuration": containerConfiguration,
  "container-changes": containerChanges,
  "container-lifetime": containerLifetime,
  "container-rebuild": containerRebuild,
  "container-secrets": async (_: Questions, container: InspectedContainer, { fingerprint }: ProbeContext) =>
    containerSecrets(container, fingerprint),
} satisfies Partial<Record<ContainerFact, unknown>>;
const byProcesses = {
  "container-processes": containerProcesses,
  "container-listeners": containerListeners,
} satisfies Partial<Record<ContainerFact, (from: Collected) => unknown>>;

export default probe({
  id: "container",
  version: 1,
  subject: "container",
  yields: kinds,
  needs: [],
  title: "How a container was asked to run, how it really runs, and what it was made of",
  async observe(subject, context) {
    const { socket, name, registries } = subject.declared;
    if (socket === undefined) return kinds.map((fact) => troubled(fact, noEngine(subject.name)));
    const questions = new Questions(socket, context);
    const container = await questions.container(name);
    const told: Told<ContainerFact>[] = [];
    for (const [fact, read] of entriesOf(byEngine)) {
      if (!context.wanted.has(fact)) continue;
      const from = questions.asked.length;
      const told1 = await toldOf(fact, () => read(questions, container, context, { socket, registries }));
      const asked = [...questions.asked.slice(0, 1), ...questions.asked.slice(Math.max(1, from))];
      told.push({ ...told1, provenance: asked, products: ["docker"] } as Told<ContainerFact>);
    }
    const wanted = entriesOf(byProcesses).filter(([fact]) => context.wanted.has(fact));
    if (wanted.length === 0) return told;
    const looked = await look(socket, container, context);
    for (const [fact, read] of wanted) {
      const { from, provenance } = looked;
      const it = await toldOf(fact, () => read(orTrouble(from)));
      told.push({
        ...it,
        provenance: [...questions.asked.slice(0, 1), ...provenance],
        products: ["docker"],
      } as Told<ContainerFact>);
    }
    return told;
  },
});

const entriesOf = <T extends object>(it: T) => Object.entries(it) as [keyof T & ContainerFact, T[keyof T]][];

async function toldOf<K extends ContainerFact>(
  fact: K,
  read: () => FactsOf<K> | Promise<FactsOf<K>>,
): Promise<{ readonly fact: K } & ({ readonly facts: FactsOf<K> } | { readonly trouble: Trouble })> {
  try {
    return { fact, facts: await read() };
  } catch (error) {
    if (error instanceof TroubleError) return { fact, trouble: error.trouble };
    throw error;
  }
}

/** Looks at the container's processes, through the host's /proc. */
async function look(
  socket: string,
  { Id, State }: InspectedContainer,
  { transport, budget, signal, fingerprint }: ProbeContext,
): Promise<{ readonly from: Collected | Trouble; readonly provenance: readonly Provenance[] }> {
  const without = (from: Trouble) => ({ from, provenance: [] });
  if (!State.Running || State.Pid === 0) return without(notRunning);
  if (!isHere(socket)) return without(elsewhere(socket));
  const { timeoutMs, maxBytes } = budget;
  const result = await transport.run(processScript(Id, State.Pid), { timeoutMs, maxBytes, signal });
  if ("kind" in result) return without(result);
  const sections: Sections = splitSections(result.stdout);
  const request = `cat /proc/${State.Pid}/status and those of the container's other processes`;
  const sha256 = `hmac:${fingerprint(result.stdout)}`;
  const provenance = [{ request, status: result.exitCode, bytes: result.stdout.length, sha256 }];
  return { from: collected(sections), provenance };
}

/** Whether an engine's processes can be those of this machine; the script makes sure of it. */
function isHere(socket: string): boolean {
  if (socket.startsWith("unix://")) return true;
  const host = new URL(socket.replace(/^tcp:/, "http:")).hostname.replace(/^\[|\]$/g, "");
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function orTrouble(it: Collected | Trouble): Collected {
  if ("kind" in it) throw new TroubleError(it);
  return it;
}
function troubled(fact: ContainerFact, trouble: Trouble): Told<ContainerFact> {
  return { fact, trouble, provenance: [] } as Told<ContainerFact>;
}

const notRunning: Trouble = {
  kind: "unsupported",
  message: "the container doesn't run, so that it has no processes",
  wouldVerify: "start it, or take it out of the estate file",
};
const elsewhere = (socket: string): Trouble => ({
  kind: "unsupported",
  message: `the processes of containers at ${socket} are those of another machine`,
  wouldVerify: "run Holdfast on the machine that the container runs on",
});
const noEngine = (name: string): Trouble => ({
  kind: "unsupported",
  message: `the estate doesn't say which engine ${name} runs on`,
  wouldVerify: `name its engine under containers.${name}.engine, and the engine's socket under engines`,
});
