import type { FactsOf } from "../fact-kinds.ts";
import type { Product } from "../product.ts";
import { type Collected, lines } from "./collected.ts";
import { endOfLife } from "./end-of-life.ts";

/** The assignments of an os-release file (freedesktop.org os-release): unquoted, with shell escapes undone. */
export function parseOsRelease(text: string): Readonly<Record<string, string>> {
  const entries = lines(text).flatMap((line) => {
    const found = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim());
    return found === null ? [] : [[found[1], unquoted(found[2] ?? "")] as const];
  });
  return Object.fromEntries(entries);
}

function unquoted(value: string): string {
  const inner = /^"(.*)"$|^'(.*)'$/.exec(value);
  return (inner?.[1] ?? inner?.[2] ?? value).replace(/\\([$"\\`'])/g, "$1");
}

export function hostOs(from: Collected): FactsOf<"host-os"> {
  const release = parseOsRelease(from.text("os-release"));
  const id = release["ID"] ?? "linux";
  const versionId = release["VERSION_ID"];
  const distroInfo = id === "debian" || id === "ubuntu" ? from.section(`distro-info-${id}`).bytes.toString() : "";
  return {
    id,
    versionId,
    prettyName: release["PRETTY_NAME"] ?? release["NAME"] ?? id,
    codename: release["VERSION_CODENAME"],
    kernelRelease: from.text("kernel-release").trim(),
    machine: from.text("machine").trim(),
    endOfLife: versionId === undefined ? undefined : endOfLife(id, versionId, distroInfo),
    container: isContainer(from),
  };
}

export function isContainer(from: Collected): boolean {
  return from.section("container").bytes.length > 0;
}

const byId: Readonly<Record<string, Product>> = {
  debian: "debian",
  ubuntu: "ubuntu",
  alpine: "alpine",
  rhel: "redhat",
  fedora: "redhat",
};

/** What the host's own name for itself, or for what it descends from, says of its distribution. */
export function distribution(release: Readonly<Record<string, string>>): readonly Product[] {
  const ids = [release["ID"] ?? "", ...(release["ID_LIKE"] ?? "").split(" ")];
  const found = ids.map((id) => byId[id]).find((product) => product !== undefined);
  return found === undefined ? ["linux"] : [found, "linux"];
}
