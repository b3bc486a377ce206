import { type Factor, type PamAccount, type PamResult, resultsOf } from "./modules.ts";
import type { Action, PamModule, PamStack } from "./stack.ts";

/** A set of factors with which a stack lets somebody in, of which none can be left out. */
export interface Demand {
  readonly factors: readonly Factor[];
  /** Modules that may or may not let somebody in with these factors, by what isn't known here. */
  readonly dependsOn: readonly string[];
}

/** Every smallest set of factors that does; none where nobody gets in. */
export type Demands = { readonly demands: readonly Demand[] } | { readonly trouble: string };

const factors: readonly Factor[] = ["password", "code", "device"];
const subsets: readonly (readonly Factor[])[] = Array.from({ length: 8 }, (_, bits) =>
  factors.filter((__, at) => (bits >> at) & 1),
).sort((a, b) => a.length - b.length);

/**
 * With which factors a stack lets somebody in. Every result that a module can have is followed, so a set of factors that is
 * not told (nor a part of it) lets nobody in, whatever the modules that aren't known here do.
 */
export function demandsOf(stack: PamStack, account: PamAccount): Demands {
  if ("trouble" in stack) return stack;
  const found: { factors: readonly Factor[]; dependsOn: readonly string[] }[] = [];
  for (const shown of subsets) {
    if (found.some((it) => it.dependsOn.length === 0 && it.factors.every((one) => shown.includes(one)))) continue;
    const states = runs(stack.modules, new Set(shown), account);
    if (states === undefined) return { trouble: "the stack has too many ways through it to follow all" };
    const open = states.filter((it) => it.impression === "positive");
    const sure = open.find((it) => it.by.size === 0) ?? (open.length === states.length ? open[0] : undefined);
    if (open.length === 0) continue;
    const by = sure === undefined ? [...new Set(open.flatMap((it) => [...it.by]))].sort() : [];
    if (found.some((it) => it.dependsOn.join() === by.join() && it.factors.every((one) => shown.includes(one))))
      continue;
    found.push({ factors: shown, dependsOn: by });
  }
  return { demands: found };
}

interface State {
  /** `spoiled`: agreed to, but with a result that is no success. */
  readonly impression: "undefined" | "positive" | "spoiled" | "negative";
  /** Modules of which more than one result was possible, and made a difference. */
  readonly by: ReadonlySet<string>;
}
interface Run extends State {
  readonly at: number;
  readonly saved: readonly State["impression"][];
}

/** Every end that the stack can come to; `undefined` where there are too many ways. */
function runs(
  modules: readonly PamModule[],
  shown: ReadonlySet<Factor>,
  account: PamAccount,
): readonly State[] | undefined {
  const open: Run[] = [{ at: 0, impression: "undefined", by: new Set(), saved: [] }];
  const ends = new Map<string, State>();
  const seen = new Set<string>();
  while (open.length > 0) {
    const run = open.pop() as Run;
    const key = `${run.at} ${run.impression} ${[...run.by].sort().join()} ${run.saved.join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > 20_000) return undefined;
    const module = modules[run.at];
    if (module === undefined) {
      ends.set(key, run);
      continue;
    }
    if (module.substack) {
      const saved = [...run.saved.slice(0, module.level + 1)];
      saved[module.level + 1] = run.impression;
      open.push({ ...run, at: run.at + 1, saved });
      continue;
    }
    const steps = resultsOf(module.name)(shown, account, module.args).map((it) => step(modules, run, module, it));
    const differ = steps.some((it) => it.at !== steps[0]?.at || it.impression !== steps[0].impression);
    const by = differ ? new Set([...run.by, module.name]) : run.by;
    open.push(...steps.map((it) => ({ ...it, by })));
  }
  return [...ends.values()];
}

/** Linux-PAM's rules for what one result does to the stack (pam.conf(5)). */
function step(modules: readonly PamModule[], run: Run, module: PamModule, result: PamResult): Run {
  const action: Action = module.actions.get(result) ?? module.actions.get("default") ?? "bad";
  const { impression } = run;
  const next = run.at + 1;
  const past = afterLevel(modules, run.at, module.level);
  const undecided = impression === "undefined" || impression === "positive";
  const agreed = undecided ? (result === "success" ? "positive" : "spoiled") : impression;
  if (typeof action === "number") return jump(modules, run, module, action);
  switch (action) {
    case "ok":
      return { ...run, at: next, impression: agreed };
    case "done":
      return { ...run, at: agreed === "negative" ? next : past, impression: agreed };
    case "bad":
      return { ...run, at: next, impression: "negative" };
    case "die":
      return { ...run, at: past, impression: "negative" };
    case "reset":
      return {
        ...run,
        at: next,
        impression: module.level === 0 ? "undefined" : (run.saved[module.level] ?? "undefined"),
      };
    case "ignore":
      return { ...run, at: next };
  }
}

/** Skips modules of the same level; a substack among them counts as one. To skip more than there are is a mistake. */
function jump(modules: readonly PamModule[], run: Run, { level }: PamModule, count: number): Run {
  let at = run.at;
  let left = count;
  while (left > 0 && at + 1 < modules.length && (modules[at + 1]?.level ?? 0) >= level) {
    do at++;
    while (at + 1 < modules.length && (modules[at + 1]?.level ?? 0) > level);
    left--;
  }
  return { ...run, at: at + 1, impression: left > 0 ? "negative" : run.impression };
}

function afterLevel(modules: readonly PamModule[], from: number, level: number): number {
  let at = from;
  while (at + 1 < modules.length && (modules[at + 1]?.level ?? 0) >= level) at++;
  return at + 1;
}
