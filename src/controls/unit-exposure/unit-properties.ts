/** Properties of a unit as `systemctl show` writes them. */
export type UnitProperties = Readonly<Record<string, string>>;

export const isOn = (value: string | undefined): boolean => value === "yes" || value === "true";

export function wordsOf(value: string | undefined): readonly string[] {
  return (value ?? "").split(/\s+/).filter((it) => it !== "");
}

/** Whether the unit's processes are root's. */
export function runsAsRoot(unit: UnitProperties): boolean {
  const user = unit["User"] ?? "";
  return user === "root" || user === "0" || (user === "" && !isOn(unit["DynamicUser"]));
}

/** A list that allows what it names; with `~` in front it refuses that, and allows the rest. */
export interface Filter {
  readonly refuses: boolean;
  readonly names: ReadonlySet<string>;
}

/** A list of system calls or address families; undefined where nothing is filtered. `none` lets through nothing. */
export function filterOf(value: string | undefined): Filter | undefined {
  if (value === "none") return { refuses: false, names: new Set() };
  const refuses = value?.startsWith("~") === true;
  const names = new Set(wordsOf(value?.replace(/^~/, "")).map((it) => it.replace(/:.*$/, "")));
  return names.size === 0 && !refuses ? undefined : { refuses, names };
}

/** Capabilities that a unit may ever have, in upper case; undefined stands for all. */
export function capabilitiesOf(value: string | undefined): ReadonlySet<string> | undefined {
  return value === undefined ? undefined : new Set(wordsOf(value).map((it) => it.toUpperCase()));
}
