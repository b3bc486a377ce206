import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { startEngine, type TestEngine } from "../../../test/bed/containers.ts";
import { hiddenShell, hiddenShellImage } from "../../../test/bed/hidden-shell.ts";
import { buildImage, testbedHasImages } from "../../../test/bed/images.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { containerSchema } from "../../estate/schema.ts";
import { localTransport } from "../../transports/local.ts";
import type { FactKind, FactsOf } from "../fact-kinds.ts";
import { factKinds, factSchemas } from "../fact-kinds.ts";
import type { Told } from "../probe.ts";
import probe from "./probe.ts";

/** What the probe tells of a container, by kind of fact; whatever is told passes its schema. */
async function observed(
  socket: string,
  name: string,
  wanted: readonly FactKind[] = factKinds,
): Promise<ReadonlyMap<FactKind, Told>> {
  const declared = { ...containerSchema.parse({ name }), registries: [], socket };
  const subject = { id: "container:it", kind: "container", name: "it", systems: [], declared } as const;
  const told = await probe.observe(subject as never, {
    ...{ ...probeContext(), transport: localTransport(), wanted: new Set(wanted) },
  });
  for (const it of told) if ("facts" in it) factSchemas[it.fact].parse(it.facts);
  return new Map(told.map((it) => [it.fact, it]));
}

async function factsOf<K extends FactKind>(socket: string, name: string, kind: K): Promise<FactsOf<K>> {
  const told = (await observed(socket, name, [kind])).get(kind);
  if (told === undefined || !("facts" in told)) throw new Error(`no ${kind}: ${JSON.stringify(told)}`);
  return told.facts as FactsOf<K>;
}

describe.skipIf(!testbedHasImages())("containers of a real engine", () => {
  let engine: TestEngine;
  const facts = <K extends FactKind>(name: string, kind: K) => factsOf(engine.socket, name, kind);
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine?.stop());

  test("one that asks for everything is told with all of it, asked for and in effect", async () => {
    const name = await engine.run(
      ...([
        "everything",
        "--privileged",
        "--network",
        "host",
        "--pid",
        "host",
        "--uts",
        "host",
        "--ipc",
        "host",
      ] as const),
      ...[
        "--security-opt",
        "seccomp=unconfined",
        "--volume",
        "/etc:/host/etc",
        "--volume",
        `${engine.socket.slice(7)}:/run/e.sock`,
      ],
      ...[
        "--env",
        "DB_PASSWORD=correct-horse",
        "--env",
        "MODE=shop",
        "--label",
        "team=shop",
        "--label",
        "api_key=abcdefgh1234",
      ],
      ...["localhost/debian", "sleep", "1000", "--token", "battery-staple"].slice(0, 3),
    );
    const { settings, engine: of, running } = await facts(name, "container-configuration");
    expect(of).toMatchObject({ name: "Podman", rootless: false });
    expect(running).toBe(true);
    expect(settings).toMatchObject({
      ...{
        privileged: true,
        readOnlyRoot: false,
        seccomp: "unconfined",
        // Podman 4.3 doesn't tell through this interface that the IPC namespace is the host's; /proc does.
        hostNamespaces: ["network", "pid", "uts"],
      },
      labels: { team: "shop", api_key: "***" },
    });
    expect(settings.mounts).toMatchObject([
      { type: "bind", source: "/etc", target: "/host/etc", readOnly: false },
      { type: "bind", source: engine.socket.slice(7), target: "/run/e.sock" },
    ]);
    const { processes, unseen } = await facts(name, "container-processes");
    expect(unseen).toEqual([]);
    expect(processes).toMatchObject([
      { name: "sleep", executable: "/usr/bin/sleep", userId: 0, hostUserId: 0, seccomp: "off", noNewPrivileges: false },
    ]);
    expect(processes[0]?.capabilities).toContain("SYS_ADMIN");
    expect(processes[0]?.hostNamespaces).toEqual(expect.arrayContaining(["network", "pid", "ipc", "uts"]));
    expect(processes[0]?.hostNamespaces).not.toContain("mount");
    expect((await facts(name, "container-listeners")).hostNetwork).toBe(true);
    const { found } = await facts(name, "container-secrets");
    expect(found.map((it) => `${it.where} ${it.name}`).sort()).toEqual(["environment DB_PASSWORD", "label api_key"]);
    expect(JSON.stringify([...(await observed(engine.socket, name)).values()])).not.toMatch(
      /correct-horse|abcdefgh1234/,
    );
  });

  test("one that is kept small is told so", async () => {
    const name = await engine.run(
      ...([
        "small",
        "--user",
        "1001:1001",
        "--cap-drop",
        "ALL",
        "--read-only",
        "--security-opt",
        "no-new-privileges",
      ] as const),
      ...["--memory", "64m", "--cpus", "0.5", "--pids-limit", "50", "--restart", "on-failure:5"],
      ...["localhost/debian", "sleep", "1000"],
    );
    expect((await facts(name, "container-configuration")).settings).toMatchObject({
      ...{ user: "1001:1001", privileged: false, readOnlyRoot: true, noNewPrivileges: true, hostNamespaces: [] },
      ...{ memoryBytes: 67108864, cpus: 0.5, pidsLimit: 50, restart: "on-failure:5", mounts: [] },
    });
    const { processes } = await facts(name, "container-processes");
    expect(processes).toMatchObject([
      { userId: 1001, hostUserId: 1001, capabilities: [], seccomp: "filter", noNewPrivileges: true },
    ]);
    expect(processes[0]?.hostNamespaces.filter((it) => it !== "user" && it !== "cgroup")).toEqual([]);
    const { image, startedAt, created } = await facts(name, "container-lifetime");
    expect(image).toMatchObject({ reference: { registry: "localhost", repository: "debian" }, newestId: image.id });
    expect(Date.parse(startedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(created));
  });

  test("root under another name is root", async () => {
    const image = await buildImage('FROM localhost/debian\nRUN useradd -o -u 0 app\nUSER app\nCMD ["sleep", "1000"]\n');
    const other = await engine.run("other-name", image);
    const numbers = await engine.run("numbers", "--user", "0:0", "localhost/debian", "sleep", "1000");
    for (const name of [other, numbers]) {
      const { processes } = await facts(name, "container-processes");
      expect(processes.map((it) => it.userId)).toEqual([0]);
    }
  });

  test.skipIf(!testbedHas("sshd"))(
    "an SSH server under another name is found in an image without ps, with its port",
    async () => {
      const name = await engine.run("hidden", await hiddenShellImage(), ...hiddenShell);
      await expect
        .poll(() => facts(name, "container-listeners").then((it) => it.sockets.map((one) => one.port)), patient)
        .toContain(2022);
      const { processes, unseen } = await facts(name, "container-processes");
      expect(unseen).toEqual([]);
      expect(processes).toMatchObject([{ executable: "/tmp/worker", remoteShell: { shell: "sshd", how: "content" } }]);
      const { sockets, hostNetwork } = await facts(name, "container-listeners");
      expect(hostNetwork).toBe(false);
      expect(sockets[0]).toMatchObject({ port: 2022, scope: "any", executable: "/tmp/worker" });
    },
  );

  test("what it changed in its files is told", async () => {
    const name = await engine.run("changing", "localhost/debian", "sh", "-c", "echo x > /srv/new; exec sleep 1000");
    await expect
      .poll(() => facts(name, "container-changes").then((it) => it.changes), patient)
      .toContainEqual({ kind: "added", path: "/srv/new" });
  });

  test("processes that joined it, and their children, are its own", async () => {
    const name = await engine.run(
      "several",
      "localhost/debian",
      "sh",
      "-c",
      "sleep 1000 & sh -c 'sleep 1001; true' & wait",
    );
    await expect
      .poll(() => facts(name, "container-processes").then((it) => it.processes.map((one) => one.name).sort()), patient)
      .toEqual(["sh", "sh", "sleep", "sleep"]);
  });

  it("tells of one that ended how it was asked to run, and that it has no processes", async () => {
    const name = await engine.run("ended", "localhost/debian", "true");
    await expect.poll(() => facts(name, "container-configuration").then((one) => one.running), patient).toBe(false);
    expect((await observed(engine.socket, name)).get("container-processes")).toMatchObject({
      trouble: { kind: "unsupported" },
    });
  });

  it.each(["no-such", "../json", "everything?x=", "a/../small", "smal", "-", ""])(
    "takes %j for no container",
    async (name) => {
      await expect(observed(engine.socket, name)).rejects.toMatchObject({ trouble: { kind: "unreachable" } });
    },
  );
});

/** Programs start when they like. */
const patient = { timeout: 60_000 };
