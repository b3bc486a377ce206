import type { RootWay } from "../privileges-facts.ts";
import { matchUser } from "../sudo/matching.ts";
import type { SudoAccount } from "../sudo/request.ts";
import { rootGroup } from "./group-ways.ts";
import { everybody } from "./people.ts";
import { type SudoWorld, sudoGrants } from "./sudo-ways.ts";
import type { Ways } from "./way.ts";

const stranger: SudoAccount = { name: "\0", userId: -2, groupId: -2, groups: [] };

/** Adds what sudo lets accounts do as root, or with a group that is as much. */
export function addSudoWays(world: SudoWorld, root: Ways, raised: Ways): void {
  const first = world.people.accounts.find(({ userId }) => userId === 0);
  if (first === undefined) return;
  const groups = world.people.groups.filter(({ name }) => rootGroup(name) !== undefined);
  const grantsOf = (account: SudoAccount) => {
    const asRoot = sudoGrants(world, account, first);
    if (asRoot.some(({ level }) => level === "root")) return asRoot;
    const itself = account === stranger ? first : account;
    return [...asRoot, ...groups.flatMap((group) => sudoGrants(world, account, itself, group))];
  };
  // What is given to whoever asks is told once, not for each account.
  const given = new Set<string>();
  for (const account of [stranger, ...ruled(world)]) {
    for (const { level, way } of grantsOf(account)) {
      const key = way.path.join("\n");
      if (account !== stranger && given.has(key)) continue;
      if (account === stranger) given.add(key);
      (level === "root" ? root : raised).addFor(account === stranger ? everybody : account.name, way);
    }
  }
}

/** Accounts besides root of which any rule speaks. */
function ruled({ people, sudoers }: SudoWorld): readonly SudoAccount[] {
  return people.accounts.filter(
    (it) => it.userId !== 0 && sudoers.rules.some(({ users }) => matchUser(users, sudoers, it) === true),
  );
}

/** Adds the ways of those who may become somebody who is root, or can become it; over as many steps as there are. */
export function addClosure(world: SudoWorld, root: Ways, raised: Ways): void {
  const users = ruled(world);
  const steps = new Map<string, RootWay | undefined>();
  const step = (from: SudoAccount, to: SudoAccount) => {
    const key = `${from.name}\0${to.name}`;
    if (!steps.has(key)) steps.set(key, sudoGrants(world, from, to).find(({ level }) => level === "root")?.way);
    return steps.get(key);
  };
  const others = world.people.accounts.filter(({ userId }) => userId !== 0);
  for (let grows = true; grows; ) {
    grows = false;
    for (const { account, ways } of root.toList()) {
      const [way] = ways.toSorted((a, b) => a.path.length - b.path.length);
      const to = others.find(({ name }) => name === account);
      if (to === undefined || way === undefined) continue;
      for (const from of users.filter((it) => it !== to && !root.has(it.name))) {
        const taken = step(from, to);
        if (taken === undefined) continue;
        grows = true;
        root.addFor(from.name, {
          by: way.by,
          path: [...taken.path, `as ${to.name}:`, ...way.path],
          withoutPassword: taken.withoutPassword && way.withoutPassword,
          granted: way.granted,
        });
      }
    }
  }
  for (const from of users)
    for (const to of others) {
      const taken = from === to || root.has(to.name) ? undefined : step(from, to);
      if (taken !== undefined && !root.has(from.name)) raised.addFor(from.name, taken);
    }
}
