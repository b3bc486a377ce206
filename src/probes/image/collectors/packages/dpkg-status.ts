import type { InstalledPackage, ParsedDatabase } from "./installed.ts";

/** Fields of one paragraph of a Debian control file (deb822(5)); continuation lines keep their line break. */
export function controlFields(paragraph: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let last: string | undefined;
  for (const line of paragraph.split("\n")) {
    if (line.startsWith("#")) continue;
    if (/^[ \t]/.test(line)) {
      if (last !== undefined) fields.set(last, `${fields.get(last)}\n${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    last = line.slice(0, colon).toLowerCase();
    fields.set(last, line.slice(colon + 1).trim());
  }
  return fields;
}

/** Paragraphs of a control file. */
export function paragraphs(text: string): readonly string[] {
  return text.replaceAll("\r\n", "\n").split(/\n(?:[ \t]*\n)+/);
}

const lines = {
  name: /^Package:[ \t]*(.*)$/im,
  version: /^Version:[ \t]*(.*)$/im,
  status: /^Status:[ \t]*(.*)$/im,
  source: /^Source:[ \t]*(.*)$/im,
  architecture: /^Architecture:[ \t]*(.*)$/im,
};

/**
 * Installed packages of dpkg's status file (deb-control(5), dpkg(1)); one of which only the configuration is left isn't
 * installed. The files of `status.d` in images without dpkg are the same, without the field Status.
 */
export function parseDpkgStatus(text: string): ParsedDatabase {
  let garbled = 0;
  const packages = paragraphs(text).flatMap((paragraph): readonly InstalledPackage[] => {
    const field = (pattern: RegExp) => pattern.exec(paragraph)?.[1]?.trim();
    const [name, version, status] = [field(lines.name), field(lines.version), field(lines.status)];
    if (status !== undefined && /\s(?:config-files|not-installed)$/.test(status)) return [];
    if (!name || !version) {
      if (paragraph.trim() !== "") garbled += 1;
      return [];
    }
    const [, source, sourceVersion] = /^(\S+)(?:\s+\(([^)]+)\))?/.exec(field(lines.source) ?? "") ?? [];
    const architecture = field(lines.architecture);
    return [
      {
        name,
        version,
        ...(architecture === undefined ? {} : { architecture }),
        ...(source === undefined || source === name ? {} : { source }),
        ...(sourceVersion === undefined || sourceVersion === version ? {} : { sourceVersion }),
        files: conffiles(paragraph),
      },
    ];
  });
  return { packages, garbled };
}

/** Configuration files with the MD5 sums that the package shipped them with. */
function conffiles(paragraph: string) {
  const block = /^Conffiles:[ \t]*\n((?:[ \t].*(?:\n|$))*)/im.exec(paragraph)?.[1] ?? "";
  return block.split("\n").flatMap((line) => {
    const found = /^\s+\/(\S+)\s+([0-9a-f]{32})(?:\s|$)/.exec(line);
    return found === null ? [] : [{ path: found[1] ?? "", digest: { algorithm: "md5" as const, hex: found[2] ?? "" } }];
  });
}
