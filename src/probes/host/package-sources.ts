import type { FactsOf } from "../fact-kinds.ts";
import { readSources } from "../image/collectors/packages/package-sources.ts";
import { uncheckedIn } from "../image/collectors/packages/unchecked-settings.ts";
import { type Collected, deniedPaths } from "./collected.ts";
import { parseToldFiles } from "./privileges/told-files.ts";

/** Sources of apt, dnf and zypper, and settings beside them, file by file. */
export function hostPackageSources(from: Collected): FactsOf<"host-package-sources"> {
  const section = from.section("package-sources");
  const files = [...parseToldFiles(section.bytes.toString("utf8")).files.values()];
  const under = (path: string) => path.slice(1);
  return {
    sources: files.flatMap(({ path, text }) =>
      readSources(under(path), text).map(({ uri, security, unchecked }) => ({
        place: path,
        uri,
        security,
        unchecked: [...unchecked],
      })),
    ),
    uncheckedSettings: files.flatMap(({ path, text }) =>
      uncheckedIn(under(path), text).map((setting) => ({ place: path, setting })),
    ),
    unseen: [
      ...deniedPaths(section.stderr).map((path) => ({ reason: `${path} may not be read`, wouldVerify: "run as root" })),
      ...(section.truncated || section.exitCode !== 0
        ? [{ reason: "not all sources of packages were read", wouldVerify: "run it again, with more time" }]
        : []),
    ],
  };
}
