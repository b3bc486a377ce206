import { type Component, component } from "./component.ts";

type Reader = (text: string, path: string) => readonly Component[];

const isRecord = (it: unknown): it is Record<string, unknown> =>
  typeof it === "object" && it !== null && !Array.isArray(it);
const record = (it: unknown) => (isRecord(it) ? it : {});
const list = (it: unknown) => (Array.isArray(it) ? it : []).map(record);
function json(text: string): Record<string, unknown> {
  try {
    return record(JSON.parse(text));
  } catch {
    return {};
  }
}

const installedModule: Reader = (text) => {
  const { name, version } = json(text);
  return component("npm", name, version);
};

/** Versions 2 and 3 list `packages` by path, version 1 nests `dependencies`. */
const packageLock: Reader = (text) => {
  const lock = json(text);
  const flat = Object.entries(record(lock["packages"])).flatMap(([path, it]) => {
    const { name, version, link } = record(it);
    const at = path.lastIndexOf("node_modules/");
    return at < 0 || link === true ? [] : component("npm", name ?? path.slice(at + 13), version);
  });
  return flat.length > 0 ? flat : nested(lock["dependencies"], 0);
};

function nested(dependencies: unknown, depth: number): readonly Component[] {
  if (depth > 30) return [];
  return Object.entries(record(dependencies)).flatMap(([name, it]) => [
    ...component("npm", name, record(it)["version"]),
    ...nested(record(it)["dependencies"], depth + 1),
  ]);
}

/** Only what is pinned by `==` says what is installed (PEP 440, PEP 508). */
const requirements: Reader = (text) =>
  text.split("\n").flatMap((line) => {
    const found = /^\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*===?\s*([\w.!+-]+)\s*(?:[;#\\].*)?$/.exec(line.trimEnd());
    return component("PyPI", found?.[1], found?.[2]);
  });

/** Head of a distribution's metadata (PyPA's core metadata). */
const pythonMetadata: Reader = (text) => {
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? "";
  const field = (name: RegExp) => name.exec(head)?.[1]?.trim();
  return component("PyPI", field(/^Name:(.*)$/m), field(/^Version:(.*)$/m));
};

/** `    name (1.2.3)` below `specs:`; what a gem needs stands deeper. */
const gemfileLock: Reader = (text) =>
  [...text.matchAll(/^ {4}([\w.-]+) \(([\w.]+)(?:-[\w.-]+)?\)$/gm)].flatMap(([, name, version]) =>
    component("RubyGems", name, version),
  );

const gemspec: Reader = (_, path) => {
  const found = /\/([\w.-]+?)-(\d[\w.]*)(?:-[\w-]+)?\.gemspec$/.exec(path);
  return component("RubyGems", found?.[1], found?.[2]);
};

/** Only crates of a registry have a source; the others are the project's own. */
const cargoLock: Reader = (text) =>
  text.split(/^\[\[package\]\]$/m).flatMap((block) => {
    const field = (name: RegExp) => name.exec(block)?.[1];
    return /^source = "registry/m.test(block)
      ? component("crates.io", field(/^name = "([^"]*)"/m), field(/^version = "([^"]*)"/m))
      : [];
  });

const composer: Reader = (text) => {
  const lock = json(text);
  return [...list(lock["packages"]), ...list(lock["packages-dev"])].flatMap((it) =>
    component("Packagist", it["name"], String(it["version"] ?? "").replace(/^v(?=\d)/, "")),
  );
};

/** Files by which packages of languages say what they are; a lock says it where nothing is installed beside it. */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/, installedModule],
  [/(?:^|\/)(?:\.?package-lock|npm-shrinkwrap)\.json$/, packageLock],
  [/(?:^|\/)requirements[\w.-]*\.txt$/, requirements],
  [/\.dist-info\/METADATA$|\.egg-info(?:\/PKG-INFO)?$/, pythonMetadata],
  [/(?:^|\/)Gemfile\.lock$/, gemfileLock],
  [/\/specifications\/(?:default\/)?[^/]+\.gemspec$/, gemspec],
  [/(?:^|\/)Cargo\.lock$/, cargoLock],
  [/(?:^|\/)composer\.lock$|\/composer\/installed\.json$/, composer],
];
const ends =
  /(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|\.txt|METADATA|\.egg-info|PKG-INFO|\.lock|\.gemspec|installed\.json)$/;

export function isManifest(path: string): boolean {
  return ends.test(path) && readers.some(([it]) => it.test(path));
}

/** What a manifest names. Never throws: garbled ones name nothing. */
export function readManifest(path: string, content: Buffer): readonly Component[] {
  return readers.find(([it]) => it.test(path))?.[1](content.toString("utf8"), path) ?? [];
}
