/** A package of a programming language. */
export interface Component {
  /** OSV's name of the ecosystem. */
  readonly ecosystem: "npm" | "PyPI" | "Go" | "Maven" | "RubyGems" | "crates.io" | "Packagist";
  readonly name: string;
  readonly version: string;
}

/** A component, if both its name and version are what a package can have. */
export function component(ecosystem: Component["ecosystem"], name: unknown, version: unknown): readonly Component[] {
  if (typeof name !== "string" || typeof version !== "string") return [];
  if (!/^[\w@][\w@./:+~-]{0,213}$/.test(name) || !/^[\w][\w.+~!-]{0,127}$/.test(version)) return [];
  return [{ ecosystem, name, version }];
}
