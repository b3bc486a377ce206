import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEngine, type TestEngine } from "../bed/containers.ts";
import { debPackage } from "../bed/deb-package.ts";
import { hiddenShell, hiddenShellImage } from "../bed/hidden-shell.ts";
import { buildImage, podman, testbedHasImages } from "../bed/images.ts";
import { testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

const only = ["HAR-2", "HAR-6", "DOC-1", "DOC-5", "DOC-6", "MNT-1", "BCK-4"];
const serving = "$s = IO::Socket::INET->new(Listen => 1, LocalPort => 8080); sleep 100000";

/** A system that is nothing but this container. */
async function report(socket: string, declared: object, more: object = {}): Promise<JsonReport> {
  const others = ["host", "endpoint", "image", "dockerfile", "compose-file", "database", "system"];
  const estate = {
    ...{ estate: "containers", environments: { production: { kind: "production" } } },
    systems: {
      shop: {
        ...{ environment: "production", criticality: "high", exposure: "external", containers: ["shop"] },
        notApplicable: others.map((subject) => ({ subject, because: "the system is a container only" })),
      },
    },
    engines: { here: { socket } },
    containers: { shop: { engine: "here", ...declared } },
    policy: { trustedRepositories: ["localhost"] },
    ...more,
  };
  return checked(written("estate.yaml", JSON.stringify(estate)));
}

async function checked(file: string): Promise<JsonReport> {
  const ran = await holdfast(["check", file, "--json", "--quiet", ...only.flatMap((it) => ["--only", it])]);
  expect([ran.stderr, ran.code === 4]).toEqual(["", false]);
  return JSON.parse(ran.stdout);
}

const controlsOf = (of: readonly { readonly control: string | null }[]) =>
  [...new Set(of.map((it) => it.control))].sort();
const statusOf = ({ requirements }: JsonReport, id: string) => requirements.find((it) => it.id === id)?.status;

describe.skipIf(!testbedHasImages() || !testbedHas("sshd"))("a check of running containers", () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEngine();
    await engine.run(
      ...(["bad", "--privileged", "--network", "host", "--pid", "host", "--ipc", "host"] as const),
      ...["--security-opt", "seccomp=unconfined", "--volume", "/etc:/host/etc", "--env", "DB_PASSWORD=correct-horse"],
      ...["--volume", `${engine.socket.slice("unix://".length)}:/run/engine.sock`],
      ...[await hiddenShellImage(), ...hiddenShell],
    );
    const rebuilt = "FROM localhost/debian\nCOPY it.deb /\nRUN dpkg -i /it.deb\n";
    await podman("tag", "localhost/debian", "localhost/good:previous");
    await podman(
      "tag",
      await buildImage(rebuilt, { "it.deb": debPackage("tzdata", "2099a-1") }),
      "localhost/good:latest",
    );
    await engine.run(
      ...(["good", "--user", "1001:1001", "--cap-drop", "ALL", "--read-only"] as const),
      ...["--security-opt", "no-new-privileges", "--memory", "64m", "--pids-limit", "100"],
      ...["localhost/good:latest", "perl", "-MIO::Socket::INET", "-e", serving],
    );
  });
  afterAll(() => engine?.stop());

  it("finds everything that is wrong with a careless one", async () => {
    const { findings } = await report(engine.socket, { name: "bad" });
    const told = findings.map((it) => `${it.control}: ${it.problem}`);
    expect(controlsOf(findings)).toEqual([
      ...["container-capabilities-dropped", "container-confined", "container-host-paths", "container-lifetime-limited"],
      ...["container-listeners-declared", "container-namespaces-own", "container-no-remote-shell"],
      ...["container-not-asked-as-root", "container-not-privileged", "container-processes-confined"],
      ...["container-processes-not-root", "no-secrets-in-container"],
    ]);
    expect(told.join("\n")).toContain("process worker is sshd by what its program /tmp/worker holds");
    expect(told.join("\n")).toContain("network, pid, ipc");
    expect(told.join("\n")).toContain(`the engine's socket (${engine.socket.slice("unix://".length)})`);
    expect(JSON.stringify(findings)).not.toContain("correct-horse");
  });

  it("verifies a careful one", async () => {
    const listeners = [{ port: 8080, purpose: "the shop", clients: "anyone", process: "perl" }];
    const of = await report(engine.socket, { name: "good", maxLifetimeDays: 3650, listeners });
    expect(of.findings).toEqual([]);
    expect(of.unknowns).toEqual([]);
    for (const id of only) expect([id, statusOf(of, id)]).toEqual([id, "verified"]);
  });

  it("verifies nothing where the engine is gone, or the container", async () => {
    const gone = await report("unix:///nowhere/engine.sock", { name: "good", maxLifetimeDays: 30 });
    const other = await report(engine.socket, { name: "other", maxLifetimeDays: 30 });
    for (const of of [gone, other]) {
      expect(of.findings).toEqual([]);
      for (const id of only) expect([id, statusOf(of, id)]).toEqual([id, "unverified"]);
    }
  });

  it("works on an estate as it was drafted", async () => {
    const file = join(runFolder("drafted"), "estate.yaml");
    const ran = await holdfast(["init", "--no-input", "--output", file], {
      ...{ env: { DOCKER_HOST: engine.socket }, alone: true },
    });
    expect(ran).toMatchObject({ code: 0 });
    expect(readFileSync(file, "utf8")).toContain(engine.socket);
    const { findings, observations } = await checked(file);
    const ours = observations.filter((it) => it.probe === "container");
    expect(new Set(ours.map((it) => it.subject))).toEqual(new Set(["container:bad", "container:good"]));
    expect(ours.filter((it) => it.trouble !== undefined)).toEqual([]);
    expect(findings.filter((it) => it.subject === "container:bad").map((it) => it.control)).toContain(
      "container-no-remote-shell",
    );
  });
});
