import { compareApkVersions } from "./apk.ts";
import { compareDpkgVersions } from "./dpkg.ts";
import { compareRpmVersions } from "./rpm.ts";

export type PackageManager = "dpkg" | "apk" | "rpm";

/** Compares two versions as the package manager does: below 0 when `a` is older; nothing when they can't be compared. */
export function compareVersions(manager: PackageManager, a: string, b: string): number | undefined {
  switch (manager) {
    case "dpkg":
      return compareDpkgVersions(a, b);
    case "rpm":
      return compareRpmVersions(a, b);
    case "apk":
      return compareApkVersions(a, b);
  }
}
