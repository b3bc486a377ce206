import { controlFields, paragraphs } from "./dpkg-status.ts";

/** Where a package manager of the image takes packages from. */
export interface PackageSource {
  readonly uri: string;
  readonly suites: readonly string[];
  /** Whether it brings security updates: by its name where they have a source of their own, always for apk. */
  readonly security: boolean;
  readonly unchecked: readonly string[];
  /** Key files that it trusts (apt's Signed-By), and keys that stand in the source itself. */
  readonly signedBy: readonly string[];
}

const places: readonly (readonly [RegExp, (text: string) => readonly PackageSource[]])[] = [
  [/^etc\/apt\/sources\.list$|^etc\/apt\/sources\.list\.d\/[^/]+\.list$/, aptLines],
  [/^etc\/apt\/sources\.list\.d\/[^/]+\.sources$/, aptParagraphs],
  [/^etc\/apk\/repositories$/, apkLines],
  [/^etc\/(?:yum\.repos\.d|yum|zypp\/repos\.d|dnf\/repos\.d)\/[^/]+\.repo$/, yumSections],
];

export function isSourcesFile(path: string): boolean {
  return path.startsWith("etc/") && places.some(([it]) => it.test(path));
}

/** Sources of one file, by its path; a name and password in an address are left out. */
export function readSources(path: string, text: string): readonly PackageSource[] {
  return places.find(([it]) => it.test(path))?.[1](text) ?? [];
}

/** An address without the name and password that it may carry. */
const bare = (uri: string) => uri.replace(/^([a-z+]+:\/\/)[^/@\s]*@/i, "$1");
const isOn = (value: string | undefined) => /^(?:yes|true|with|on|enable|1)$/i.test(value ?? "");
const isOff = (value: string | undefined) => /^(?:no|false|without|off|disable|0)$/i.test(value ?? "");
const words = (text: string | undefined) => (text ?? "").split(/\s+/).filter((it) => it !== "");
const isSecurity = (uri: string, suites: readonly string[]) => /security/i.test(`${uri} ${suites.join(" ")}`);
/** Options of sources.list(5) that let unsigned or badly signed lists through. */
const trusting = ["trusted", "allow-insecure", "allow-weak", "allow-downgrade-to-insecure"];

/** `deb [ option=value … ] uri suite component …` (sources.list(5)). */
function aptLines(text: string): readonly PackageSource[] {
  return text.split("\n").flatMap((line) => {
    const found = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)/.exec(line.replace(/#.*$/, ""));
    if (found === null) return [];
    const options = new Map(
      words(found[1]).map((it) => [it.split("=")[0] ?? "", it.slice(it.indexOf("=") + 1)] as const),
    );
    const uri = bare(found[2] ?? "");
    const suites = [found[3] ?? ""];
    const unchecked = trusting.filter((it) => isOn(options.get(it))).map((it) => `${it}=yes`);
    const signedBy = (options.get("signed-by") ?? "").split(",").filter((it) => it !== "");
    return [{ uri, suites, security: isSecurity(uri, suites), unchecked, signedBy }];
  });
}

/** Paragraphs of the deb822 style (sources.list(5)). */
function aptParagraphs(text: string): readonly PackageSource[] {
  return paragraphs(text).flatMap((paragraph) => {
    const fields = controlFields(paragraph);
    if (!words(fields.get("types")).includes("deb") || isOff(fields.get("enabled"))) return [];
    const suites = words(fields.get("suites"));
    const unchecked = trusting.filter((it) => isOn(fields.get(it))).map((it) => `${it}=yes`);
    const keys = fields.get("signed-by") ?? "";
    const signedBy = keys.includes("-----BEGIN PGP") ? [keys.replace(/^ ?\.$/gm, "")] : words(keys);
    return words(fields.get("uris"))
      .map(bare)
      .map((uri) => ({ uri, suites, security: isSecurity(uri, suites), unchecked, signedBy }));
  });
}

/** An address a line, with an optional `@tag` in front (apk-repositories(5)). */
function apkLines(text: string): readonly PackageSource[] {
  return text.split("\n").flatMap((line) => {
    const uri = /^\s*(?:@\S+\s+)?([^#\s]\S*)\s*$/.exec(line)?.[1];
    return uri === undefined ? [] : [{ uri: bare(uri), suites: [], security: true, unchecked: [], signedBy: [] }];
  });
}

/** Sections of a .repo file (dnf.conf(5)); one that is switched off is no source. */
function yumSections(text: string): readonly PackageSource[] {
  return text.split(/^(?=\[)/m).flatMap((section) => {
    const value = (key: string) => new RegExp(`^[ \\t]*${key}[ \\t]*=[ \\t]*(.*)$`, "mi").exec(section)?.[1]?.trim();
    const uri = value("baseurl") ?? value("metalink") ?? value("mirrorlist");
    const name = /^\[([^\]\n]*)\]/.exec(section)?.[1];
    if (uri === undefined || name === undefined || isOff(value("enabled"))) return [];
    const unchecked = [
      ...(isOff(value("gpgcheck")) ? ["gpgcheck=0"] : []),
      ...(isOff(value("pkg_gpgcheck")) ? ["pkg_gpgcheck=0"] : []),
      ...(isOff(value("sslverify")) ? ["sslverify=0"] : []),
    ];
    const security = /security|update|baseos|appstream|ubi|crb|epel/i.test(`${name} ${uri}`);
    return words(uri).map((it) => ({ uri: bare(it), suites: [], security, unchecked, signedBy: [] }));
  });
}
