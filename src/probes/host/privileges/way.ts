import type { RootWay } from "../privileges-facts.ts";
import type { People, Who } from "./people.ts";

/** A way that was found, for everybody whom it is open to. */
export interface FoundWay {
  readonly who: Who;
  readonly way: RootWay;
}

/** The ways of each account by its name; a way told twice counts once. */
export class Ways {
  readonly #ways = new Map<string, Map<string, RootWay>>();
  readonly #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  add(found: readonly FoundWay[]): void {
    for (const { who, way } of found) {
      const first = typeof who === "object" && "groupId" in who ? [this.#people.nameOf(who)] : [];
      for (const account of this.#people.accountsOf(who))
        this.addFor(account, { ...way, path: [...first, ...way.path] });
    }
  }

  addFor(account: string, way: RootWay): void {
    const known = this.#ways.get(account) ?? new Map<string, RootWay>();
    const key = `${way.by} ${way.path.join("\n")}`;
    if (!known.has(key)) known.set(key, way);
    this.#ways.set(account, known);
  }

  has(account: string): boolean {
    return this.#ways.has(account);
  }

  toList(): { account: string; ways: RootWay[] }[] {
    return [...this.#ways].map(([account, ways]) => ({ account, ways: [...ways.values()] }));
  }
}
