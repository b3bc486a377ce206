import { TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, lines } from "./collected.ts";

type Packages = FactsOf<"host-packages">["packages"];

/** `dpkg-query -W` with status, name, version, source; what is removed but for its configuration isn't installed. */
export function parseDpkg(text: string): Packages {
  return lines(text).flatMap((line) => {
    const [status, name, version, source] = line.split("\t");
    if (!name || !version || status === "config-files" || status === "not-installed") return [];
    return [{ name, version, source: source || undefined }];
  });
}

/** `rpm -qa` with name, [epoch:]version-release, source package; imported keys are listed there but are no packages. */
export function parseRpm(text: string): Packages {
  return lines(text).flatMap((line) => {
    const [name, version, sourceFile] = line.split("\t");
    if (!name || !version || name === "gpg-pubkey") return [];
    const source = sourceFile?.match(/^(.+)-[^-]+-[^-]+\.(?:no)?src\.rpm$/)?.[1];
    return [{ name, version, source }];
  });
}

/** Name, version and origin out of apk's database of installed packages. */
export function parseApk(text: string): Packages {
  return lines(text).flatMap((line) => {
    const [name, version, source] = line.split("\t");
    return name && version ? [{ name, version, source: source || undefined }] : [];
  });
}

const managers = [
  ["dpkg", parseDpkg],
  ["rpm", parseRpm],
  ["apk", parseApk],
] as const;

export function hostPackages(from: Collected): FactsOf<"host-packages"> {
  for (const [manager, parse] of managers) {
    if (from.absent(`packages-${manager}`)) continue;
    const packages = parse(from.text(`packages-${manager}`));
    if (packages.length > 0) return { manager, packages };
  }
  throw new TroubleError({
    kind: "unsupported",
    message: "neither dpkg, rpm nor apk knows any installed package here",
    wouldVerify: "tell by hand which packages are installed",
  });
}
