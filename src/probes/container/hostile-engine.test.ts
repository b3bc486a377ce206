import { createServer, type RequestListener } from "node:http";
import { createServer as createSocketServer, type Server } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it, test } from "vitest";
import { probeContext } from "../../../test/bed/observe.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { containerSchema } from "../../estate/schema.ts";
import { splitSections } from "../../transports/sections.ts";
import { TroubleError } from "../../transports/trouble.ts";
import { factSchemas } from "../fact-kinds.ts";
import { collected } from "../host/collected.ts";
import type { Told } from "../probe.ts";
import { containerFacts } from "./facts.ts";
import { containerListeners } from "./listeners.ts";
import probe from "./probe.ts";
import { containerProcesses } from "./processes.ts";

const id = "ab".repeat(32);
const earlier = "cd".repeat(32);
const RootFS = { Type: "layers", Layers: [`sha256:${id}`] };
const sane = {
  ...{ Id: id, Name: "/shop", Created: "2026-11-24T00:00:00Z", Image: `sha256:${id}`, Path: "sh", Args: ["-c"] },
  State: { Running: false, Pid: 0, StartedAt: "2026-11-24T00:00:01Z" },
  Config: { User: "", Image: "debian", Env: ["A=b"], Cmd: ["sh"], Entrypoint: null, Labels: { a: "b" } },
  HostConfig: {
    ...{ Privileged: false, CapAdd: null, SecurityOpt: ["seccomp=unconfined"], NetworkMode: "host", Memory: 1 },
    ...{ RestartPolicy: { Name: "always", MaximumRetryCount: 0 }, PortBindings: { "80/tcp": [{ HostPort: "80" }] } },
  },
  ...{ Mounts: [{ Type: "bind", Source: "/etc", Destination: "/e", RW: true }], NetworkSettings: { Ports: {} } },
};
const answers: Readonly<Record<string, unknown>> = {
  "/containers/shop/json": sane,
  "/version": { Version: "1", Components: [] },
  "/info": { SecurityOptions: [] },
  [`/containers/${id}/changes`]: [{ Path: "/x", Kind: 1 }],
  [`/images/sha256%3A${id}/json`]: { Id: id, Created: "2026-11-01T00:00:00Z", RepoDigests: [], RootFS },
  [`/images/sha256%3A${id}/history`]: [{ Created: 1_700_000_000 }],
  "/images/debian/json": { Id: id, RootFS },
  "/images/json": [{ Id: earlier, RepoTags: ["debian:1"], Created: 1_700_000_000 }],
  [`/images/sha256%3A${earlier}/json`]: { Id: earlier, RootFS },
};

let server: Server | undefined;
afterEach(() => void server?.close());

async function observed(engine: Server, budget = {}): Promise<readonly Told[]> {
  const path = join(runFolder("hostile"), "e.sock");
  server = engine;
  await new Promise<void>((resolve) => engine.listen(path, resolve));
  const declared = { ...containerSchema.parse({ name: "shop" }), registries: [], socket: `unix://${path}` };
  const subject = { id: "container:shop", kind: "container", name: "shop", systems: [], declared } as const;
  try {
    const told = await probe.observe(subject as never, probeContext(budget));
    for (const one of told) if ("facts" in one) factSchemas[one.fact].parse(one.facts);
    return told;
  } finally {
    engine.close();
  }
}
const saying =
  (answer: (path: string) => unknown): RequestListener =>
  (request, response) => {
    const it = answer(request.url ?? "");
    if (request.method !== "GET") throw new Error(`the engine was asked to ${request.method}`);
    response.writeHead(it === undefined ? 404 : 200).end(typeof it === "string" ? it : JSON.stringify(it ?? {}));
  };

describe("an engine that can't be trusted", () => {
  it("is told as it answers while it makes sense, and asked by GET alone", async () => {
    const told = await observed(createServer(saying((path) => answers[path])));
    expect(told.filter((one) => "facts" in one).map((one) => one.fact)).toHaveLength(5);
  });

  it("that tells mounts in any order is told the same", async () => {
    const targets = ["/run/e.sock", "/a", "/host/etc"];
    const Mounts = targets.map((Destination) => ({ Type: "bind", Source: "/etc", Destination, RW: true }));
    const told = await observed(
      createServer(saying((path) => (path.endsWith("shop/json") ? { ...sane, Mounts } : answers[path]))),
    );
    const configuration = told.find((one) => one.fact === "container-configuration");
    const mounts = [{ target: "/a" }, { target: "/host/etc" }, { target: "/run/e.sock" }];
    expect(configuration).toMatchObject({ facts: { settings: { mounts } } });
  });

  test.each([
    ["HTML", () => "<html>"],
    ["an empty body", () => ""],
    ["a number", () => "7"],
    ["nesting without end", () => "[".repeat(100_000)],
    ["a process id beyond all bounds", () => ({ ...sane, State: { ...sane.State, Pid: 2 ** 40 } })],
    ["an id that is none", () => ({ ...sane, Id: "'; touch /tmp/x; '" })],
  ])("that answers %s is unparsable", async (_, answer) => {
    await expect(observed(createServer(saying(answer)))).rejects.toMatchObject({ trouble: { kind: "unparsable" } });
  });

  it("that never ends its answer costs no more than the budget", async () => {
    const endless = createServer((_, response) => {
      const more = () => {
        while (response.write("x".repeat(65_536)) && !response.destroyed);
        response.once("drain", more);
      };
      more();
    });
    await expect(observed(endless, { maxBytes: 1_000_000 })).rejects.toMatchObject({ trouble: { kind: "budget" } });
  });

  it("that never answers costs no more than the time", async () => {
    await expect(observed(createSocketServer(), { timeoutMs: 200 })).rejects.toMatchObject({
      trouble: { kind: "timeout" },
    });
  });

  it("gives facts or troubles whatever value of whatever type it puts into an answer", async () => {
    const places = [...keyPaths(answers)];
    const json = fc.oneof(fc.jsonValue(), fc.constantFrom(null, "", -1, 1e308, 2 ** 53, "__proto__", [], {}, "\0"));
    const runs = fc.asyncProperty(fc.constantFrom(...places), json, async (place, value) => {
      const told = await observed(createServer(saying((path) => changed(answers, place, value)[path]))).catch(
        (error) => {
          if (!(error instanceof TroubleError)) throw error;
          return [];
        },
      );
      expect(told.length === 0 || told.length === Object.keys(containerFacts).length).toBe(true);
    });
    await fc.assert(runs, { numRuns: 300 });
  });
});

function* keyPaths(it: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof it === "object" && it !== null)
    for (const [key, inner] of Object.entries(it)) yield* keyPaths(inner, [...path, key]);
}
function changed(it: object, [key = "", ...rest]: readonly string[], value: unknown): Record<string, unknown> {
  const inner = (it as Record<string, unknown>)[key];
  const put = rest.length === 0 ? value : changed(inner as object, rest, value);
  if (Array.isArray(it)) return it.with(Number(key), put) as unknown as Record<string, unknown>;
  return { ...it, [key]: put };
}

describe("what a script tells that can't be trusted", () => {
  const names = ["first", "machine", "members", "statuses", "links", "host-links", "user-maps", "confinements"];
  const more = ["command-lines", "programs", "net-tcp", "net-tcp6", "net-udp", "net-udp6", "fds", "passwd"];
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom("found", "Name:\tx", "Pid:\t7", "Uid:\t0\t0", "CapEff:\tffffffffffffffff", "Seccomp:\t9"),
    fc.constantFrom("program 7 1:1 9", "holds sshd", "ended 0", "same 7 1:1", "/proc/7/uid_map: 0 0 4294967295"),
  );
  it("gives facts by their schema, or a trouble", () => {
    const sections = fc.tuple(...[...names, ...more].map((name) => fc.tuple(fc.constant(name), fc.array(line))));
    fc.assert(
      fc.property(sections, (all) => {
        const text = all.map(([name, lines]) => {
          const body = [...(name === "first" ? ["found"] : []), ...lines].join("\n").replaceAll("\x1e", "?");
          return `\x1eoutput ${name} 100000\n${body}\n\x1eended ${name} 0\n`;
        });
        const from = collected(splitSections(Buffer.from(`${text.join("")}\x1eend\n`)));
        for (const [fact, read] of [
          ["container-processes", containerProcesses],
          ["container-listeners", containerListeners],
        ] as const) {
          try {
            factSchemas[fact].parse(read(from));
          } catch (error) {
            if (!(error instanceof TroubleError)) throw error;
          }
        }
      }),
    );
  });
});
