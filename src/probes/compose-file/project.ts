import { basename, dirname, isAbsolute, join } from "node:path";
import type { FactsOf } from "../fact-kinds.ts";
import { interpolated, readEnvironmentFile, type Variables } from "./interpolate.ts";
import { merge } from "./merge.ts";
import { readDocuments } from "./read-documents.ts";
import { at, entriesOf, type Mapping, textOf, textsOf, type Value } from "./value.ts";

export type Unseen = FactsOf<"compose-workloads">["unseen"];

/** Reads a file: its text, nothing where there is none, or why it can't be read. */
export type Read = (path: string) => Promise<string | { readonly message: string } | undefined>;

const deepest = 10;
const mostFiles = 50;

/** Services of a compose project with all its files merged, `include` and `extends` followed, variables filled in. */
export class Project {
  readonly unseen: Unseen = [];
  /** Every file that was read, as it was after variables were filled in. */
  readonly files: { readonly path: string; readonly raw: Value }[] = [];
  readonly #read: Read;
  readonly #known = new Map<string, Value | undefined>();

  constructor(read: Read) {
    this.#read = read;
  }

  #gap(reason: string, wouldVerify: string): void {
    if (this.unseen.length < 100) this.unseen.push({ reason, wouldVerify });
  }

  /** The services of several files, each over the ones before. */
  async services(paths: readonly string[], variables: Variables, depth = 0): Promise<ReadonlyMap<string, Mapping>> {
    let merged: Value | undefined;
    const included = new Map<string, Mapping>();
    for (const path of paths) {
      const file = await this.#file(path, variables);
      if (file === undefined) continue;
      for (const [name, it] of await this.#included(file, path, variables, depth)) included.set(name, it);
      const services = at(file, "services");
      if (services?.kind !== "map") continue;
      const extended = new Map<string, Value>();
      for (const [name, it] of services.entries) {
        extended.set(name, (await this.#extended(it, services, path, variables, [])) ?? it);
      }
      merged = merge(merged, { ...services, entries: extended });
    }
    const own = entriesOf(merged).flatMap(([name, it]) => (it.kind === "map" ? [[name, it] as const] : []));
    return new Map([...included, ...own]);
  }

  async #file(path: string, variables: Variables): Promise<Value | undefined> {
    if (this.#known.has(path)) return this.#known.get(path);
    if (this.#known.size >= mostFiles) {
      this.#gap(`it is made of more than ${mostFiles} files`, "make it of fewer files");
      return undefined;
    }
    this.#known.set(path, undefined);
    const text = await this.#read(path);
    if (typeof text !== "string") {
      this.#gap(text?.message ?? `there is no file ${path}`, `let Holdfast read ${path}`);
      return undefined;
    }
    const documents = readDocuments(text, basename(path));
    const raw = "flaw" in documents ? undefined : documents[0];
    if (raw?.kind !== "map") {
      this.#gap(`${path}: ${"flaw" in documents ? documents.flaw : "it holds no compose file"}`, `mend ${path}`);
      return undefined;
    }
    this.files.push({ path, raw });
    const value = interpolated(raw, variables);
    this.#known.set(path, value);
    return value;
  }

  async #included(file: Value, path: string, variables: Variables, depth: number) {
    const services = new Map<string, Mapping>();
    const include = at(file, "include");
    for (const it of include?.kind === "list" ? include.items : []) {
      if (depth >= deepest) {
        this.#gap(`files include each other more than ${deepest} times`, "include fewer files in one another");
        break;
      }
      const inner = textsOf(it.kind === "map" ? it.entries.get("path") : it).map((one) => beside(path, one));
      const remote = inner.filter((one) => /^(?:git|oci|https?|ssh):|\.git(?:[#/]|$)/.test(one));
      for (const one of remote) this.#gap(`${one} is included from the network`, "declare a copy of it, too");
      const named = textsOf(it.kind === "map" ? it.entries.get("env_file") : undefined);
      const own = await this.environment(
        named.map((one) => beside(path, one)),
        join(dirname(inner[0] ?? path), ".env"),
      );
      const local = inner.filter((one) => !remote.includes(one));
      for (const [name, one] of await this.services(local, new Map([...own, ...variables]), depth + 1))
        services.set(name, one);
    }
    return services;
  }

  /** Variables of environment files; `fallback` is read where none is named, and needn't be there. */
  async environment(named: readonly string[], fallback: string): Promise<Variables> {
    const variables = new Map<string, string>();
    for (const path of named.length > 0 ? named : [fallback]) {
      const text = await this.#read(path);
      if (typeof text === "string") for (const [name, value] of readEnvironmentFile(text)) variables.set(name, value);
      else if (text !== undefined || named.length > 0) {
        this.#gap(text?.message ?? `there is no file ${path}`, `let Holdfast read ${path}`);
      }
    }
    return variables;
  }

  async #extended(
    service: Value,
    siblings: Value,
    path: string,
    variables: Variables,
    open: readonly string[],
  ): Promise<Value | undefined> {
    const extend = at(service, "extends");
    if (extend === undefined) return service;
    const name = textOf(extend) ?? textOf(at(extend, "service")) ?? "";
    const named = textOf(at(extend, "file"));
    const file = named === undefined ? path : beside(path, named);
    const id = `${file}#${name}`;
    if (open.includes(id) || open.length >= deepest) {
      this.#gap(`${service.place}: it extends itself, or too many others`, "extend fewer services in one another");
      return service;
    }
    const others = file === path ? siblings : at(await this.#file(file, variables), "services");
    const base = at(others, name);
    if (base === undefined || others === undefined) {
      this.#gap(`${service.place}: it extends ${name || "a service"}, which ${file} doesn't have`, `mend ${path}`);
      return service;
    }
    const whole = await this.#extended(base, others, file, variables, [...open, id]);
    return whole === undefined ? service : (merge(whole, service) ?? service);
  }
}

const beside = (path: string, other: string): string =>
  isAbsolute(other) || /^[a-z+]+:\/\//.test(other) ? other : join(dirname(path), other);
