import { type Component, component } from "./component.ts";

const magic = Buffer.from("\xff Go buildinf:", "latin1");
/** What Go's linker puts around the list of modules. */
const frame = 16;

/** What a program of Go says of itself. */
export interface GoBuild {
  /** Such as `go1.26.8`. */
  readonly version?: string;
  readonly components: readonly Component[];
}

/**
 * The build information inside an executable of Go (debug/buildinfo): magic bytes at a multiple of 16, flags, and from Go 1.18
 * on two strings behind their lengths: the version, and the modules as lines.
 */
export function goBuild(content: Buffer): GoBuild | undefined {
  for (let at = 0; at + 32 <= content.length; at += 16) {
    if (
      content[at] !== 0xff ||
      content[at + 1] !== 0x20 ||
      content.compare(magic, 0, magic.length, at, at + magic.length) !== 0
    )
      continue;
    if (((content[at + 15] ?? 0) & 2) === 0) return { components: [] };
    const version = text(content, at + 32);
    const modules = version === undefined ? undefined : text(content, version.end);
    if (version === undefined || !/^(?:go|devel)/.test(version.text)) continue;
    const lines = modules === undefined ? "" : modules.text.slice(frame, -frame);
    return { version: version.text, components: [...standardLibrary(version.text), ...modulesOf(lines)] };
  }
  return undefined;
}

function standardLibrary(version: string): readonly Component[] {
  return component("Go", "stdlib", /^go(\d[\w.]*)/.exec(version)?.[1]);
}

/** A replacement (`=>`) counts instead of the line before it; versions go without their `v`, as OSV has them. */
function modulesOf(lines: string): readonly Component[] {
  const found: (readonly Component[])[] = [];
  for (const line of lines.split("\n").slice(0, 10_000)) {
    const [kind, name, version] = line.split("\t");
    if (kind !== "mod" && kind !== "dep" && kind !== "=>") continue;
    if (kind === "=>") found.pop();
    found.push(component("Go", name, version?.replace(/^v(?=\d)/, "")));
  }
  return found.flat();
}

/** A string behind its length in groups of seven bits, the lowest first. */
function text(content: Buffer, start: number): { readonly text: string; readonly end: number } | undefined {
  let length = 0;
  for (let i = 0; i < 4; i++) {
    const byte = content[start + i] ?? 0;
    length |= (byte & 0x7f) << (7 * i);
    if (byte >= 0x80) continue;
    const begin = start + i + 1;
    if (begin + length > content.length) return undefined;
    return { text: content.toString("utf8", begin, begin + length), end: begin + length };
  }
  return undefined;
}
