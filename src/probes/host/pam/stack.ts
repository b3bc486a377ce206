/** A module of a stack with what its result does, or the beginning of a substack. */
export interface PamModule {
  /** Such as `pam_unix`. */
  readonly name: string;
  readonly args: readonly string[];
  /** What a result does, by the result's name; `default` for all others. */
  readonly actions: ReadonlyMap<string, Action>;
  /** How many substacks it is in. */
  readonly level: number;
  /** Whether it is the place where a substack begins, and no module. */
  readonly substack: boolean;
}
export type Action = "ok" | "done" | "bad" | "die" | "ignore" | "reset" | number;

export type PamType = "auth" | "account" | "password" | "session";

/** The modules of a service in their order, or why they can't be told. */
export type PamStack = { readonly modules: readonly PamModule[] } | { readonly trouble: string };

/** Configuration files of PAM by name, each a text without comments. */
export type PamFiles = ReadonlyMap<string, string>;

const keywords: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
  required: { success: "ok", new_authtok_reqd: "ok", ignore: "ignore", default: "bad" },
  requisite: { success: "ok", new_authtok_reqd: "ok", ignore: "ignore", default: "die" },
  sufficient: { success: "done", new_authtok_reqd: "done", default: "ignore" },
  optional: { success: "ok", new_authtok_reqd: "ok", default: "ignore" },
};

/** Reads `file NAME` by tab and the lines of that file after it; of two folders the first one's file counts. */
export function parsePamFiles(text: string): PamFiles {
  const files = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of text.split("\n")) {
    const name = /^file\t(?:.*\/)?([^/\t]+)$/.exec(line)?.[1];
    if (name === undefined) lines.push(line);
    else {
      lines = [];
      if (!files.has(name)) files.set(name, lines);
    }
  }
  return new Map([...files].map(([name, all]) => [name, all.join("\n")]));
}

/** The stack of a service for one type (pam.conf(5)): without a file of its own, that of `other`. */
export function pamStack(files: PamFiles, service: string, type: PamType): PamStack {
  const modules: PamModule[] = [];
  const trouble = add(files, files.has(service) ? service : "other", type, 0, 0, modules);
  return trouble === undefined ? { modules } : { trouble };
}

function add(
  files: PamFiles,
  file: string,
  type: PamType,
  level: number,
  depth: number,
  modules: PamModule[],
): string | undefined {
  const text = files.get(file);
  if (text === undefined) return `/etc/pam.d/${file} is not there`;
  if (depth > 16) return "files include each other without end";
  for (const line of text.replaceAll("\\\n", " ").split("\n")) {
    const words = line.replace(/#.*/, "").match(/\[(?:\\\]|[^\]])*\]|\S+/g) ?? [];
    const [first = "", control = "", target = "", ...args] = words;
    if (first === "") continue;
    if (first.toLowerCase() === "@include") {
      const trouble = add(files, nameOf(control), type, level, depth + 1, modules);
      if (trouble !== undefined) return trouble;
      continue;
    }
    if (first.replace(/^-/, "").toLowerCase() !== type) continue;
    const word = control.toLowerCase();
    if (word === "include" || word === "substack") {
      const inner = word === "substack" ? level + 1 : level;
      if (word === "substack") modules.push({ name: file, args: [], actions: new Map(), level, substack: true });
      const trouble = add(files, nameOf(target), type, inner, depth + 1, modules);
      if (trouble !== undefined) return trouble;
      continue;
    }
    const actions = actionsOf(control);
    if (actions === undefined || target === "")
      return `a line of /etc/pam.d/${file} can't be read: ${line.trim().slice(0, 80)}`;
    modules.push({
      name: nameOf(target).replace(/\.so$/, ""),
      args: args.map(unbracketed),
      actions,
      level,
      substack: false,
    });
  }
  return undefined;
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

function unbracketed(word: string): string {
  return word.startsWith("[") ? word.slice(1, -1).replaceAll("\\]", "]") : word;
}

function actionsOf(control: string): ReadonlyMap<string, Action> | undefined {
  const known = keywords[control.toLowerCase()];
  if (known !== undefined) return new Map(Object.entries(known));
  if (!control.startsWith("[")) return undefined;
  const found = new Map<string, Action>();
  for (const [, result = "", written = ""] of control.slice(1, -1).matchAll(/([a-z_]+)\s*=\s*([a-z]+|\d+)/gi)) {
    const action = actionOf(written.toLowerCase());
    if (action === undefined) return undefined;
    // A second default finds nothing left that it could be for.
    const name = result.toLowerCase();
    if (name !== "default" || !found.has(name)) found.set(name, action);
  }
  return found.size === 0 ? undefined : found;
}

function actionOf(written: string): Action | undefined {
  if (/^\d+$/.test(written)) return Number(written) === 0 ? "ignore" : Number(written);
  return (["ok", "done", "bad", "die", "ignore", "reset"] as const).find((it) => it === written);
}
