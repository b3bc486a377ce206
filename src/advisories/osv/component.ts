/** Something with a version that an advisory may name. */
export interface Component {
  /** OSV's name with the release where it has one: `npm`, `PyPI`, `Debian:12`, `Alpine:v3.20`. */
  readonly ecosystem: string;
  /** Of distributions the source package's. */
  readonly name: string;
  readonly version: string;
}

/** The part of an ecosystem's name before its release. */
export function baseOf(ecosystem: string): string {
  return ecosystem.split(":")[0] ?? "";
}

/** A name as its ecosystem compares names: PyPI's by PEP 503, NuGet's and Packagist's without case. */
export function normalisedName({ ecosystem, name }: { readonly ecosystem: string; readonly name: string }): string {
  const base = baseOf(ecosystem);
  if (base === "PyPI") return name.toLowerCase().replace(/[-_.]+/g, "-");
  return base === "NuGet" || base === "Packagist" ? name.toLowerCase() : name;
}
