import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import control from "../../src/controls/docker/container-rebuilt/control.ts";
import { containerSchema, registrySchema } from "../../src/estate/schema.ts";
import probe from "../../src/probes/container/probe.ts";
import { factSchemas } from "../../src/probes/fact-kinds.ts";
import { startEngine, type TestEngine } from "../bed/containers.ts";
import { debPackage } from "../bed/deb-package.ts";
import { buildImage, podman, saveImage, testbedHasImages } from "../bed/images.ts";
import { probeContext } from "../bed/observe.ts";
import { testbedHas } from "../bed/program.ts";
import { copyImage, startRegistry, type TestRegistry } from "../bed/registry.ts";
import { judgeCase } from "../control-cases.ts";

describe.skipIf(!testbedHasImages() || !["skopeo", "docker-registry"].every(testbedHas))(
  "whether it is built anew",
  () => {
    let engine: TestEngine;
    let registry: TestRegistry;
    let made = 0;
    beforeAll(async () => {
      [engine, registry] = await Promise.all([startEngine(), startRegistry()]);
    });
    afterAll(async () => {
      await registry?.stop();
      await engine?.stop();
    });

    const base = "FROM localhost/debian\n";
    const install = (it: string) => `COPY ${it} /tmp/\nRUN dpkg -i /tmp/${it}\n`;
    const debs = {
      "tzdata_2099.deb": debPackage("tzdata", "2099a-0+deb12u1"),
      "tzdata_1999.deb": debPackage("tzdata", "1999a-0+deb12u1"),
      "shop_1.deb": debPackage("shop", "1"),
      "shop_2.deb": debPackage("shop", "2"),
    };
    const built = (containerfile: string, files = {}) => buildImage(containerfile, { app: "1", ...debs, ...files });

    /** What is told and judged of a container of one build, whose name was given to another build since. */
    async function rebuilt(
      earlier: string,
      later?: string,
      then = async (_name: string): Promise<unknown> => undefined,
    ) {
      made += 1;
      const name = `${registry.host}/shop${made}:latest`;
      await podman("tag", earlier, name);
      const container = await engine.run(`rebuilt${made}`, name, "sleep", "1000");
      if (later !== undefined) await podman("tag", later, name);
      await then(name);
      return judged(container);
    }
    async function judged(name: string) {
      const registries = [registrySchema.parse({ host: registry.host, plainHttp: true })];
      const declared = { ...containerSchema.parse({ name }), socket: engine.socket, registries };
      const subject = { id: "container:it", kind: "container", name: "it", systems: [], declared } as const;
      const context = { ...probeContext(), wanted: new Set(["container-rebuild" as const]) };
      const [told] = await probe.observe(subject as never, context);
      if (told === undefined || !("facts" in told)) throw new Error(JSON.stringify(told));
      const facts = factSchemas["container-rebuild"].parse(told.facts);
      const observed = { "container-rebuild": { facts } };
      return { facts, outcome: judgeCase(control, { why: "", observed, expect: { outcome: "holds" } }) };
    }

    it("a newer package of the base shows it", async () => {
      const { facts, outcome } = await rebuilt(
        await built(`${base}COPY app /\n`),
        await built(`${base}${install("tzdata_2099.deb")}`),
      );
      expect(facts).toMatchObject({ other: { is: "replacement", at: "engine" }, sharedLayers: 1, unseen: [] });
      expect(facts.packages).toMatchObject({
        newer: [{ name: "tzdata", after: "2099a-0+deb12u1", shared: true }],
        older: [],
      });
      expect(outcome).toMatchObject({ outcome: "holds" });
    });

    it("the same layers under a new name, label and date show that it is not", async () => {
      const old = await built(`${base}COPY app /\n`);
      const { facts, outcome } = await rebuilt(old, await built(`FROM ${old}\nLABEL built=anew\nENV A=b\n`));
      expect(facts.other?.id).not.toBe(facts.running.id);
      expect(facts).toMatchObject({ newLayers: 0 });
      expect(outcome).toMatchObject({ outcome: "fails", problems: [{ id: "same" }] });
    });

    it("an older package shows that it is not", async () => {
      const { outcome } = await rebuilt(
        await built(`${base}COPY app /\n`),
        await built(`${base}${install("tzdata_1999.deb")}`),
      );
      expect(outcome).toMatchObject({ outcome: "fails", problems: [{ id: "older" }] });
    });

    it("nothing shows it where only the application's own package is newer", async () => {
      const packed = await rebuilt(
        await built(`${base}${install("shop_1.deb")}`),
        await built(`${base}${install("shop_2.deb")}`),
      );
      expect(packed.facts.packages).toMatchObject({ newer: [{ name: "shop", shared: false }] });
      expect(packed.outcome.outcome).toBe("unknown");
    });

    it("nothing shows it where there is no other build, or no package database", async () => {
      const { facts, outcome } = await rebuilt(await built(`${base}COPY app /\n`));
      expect(facts).toMatchObject({
        places: ["engine"],
        unseen: [{ reason: expect.stringContaining("doesn't exist") }],
      });
      expect(facts).not.toHaveProperty("other");
      expect(outcome.outcome).toBe("unknown");
      const busybox = { busybox: readFileSync("/bin/busybox") };
      const scratch = (app: string) =>
        buildImage("FROM scratch\nCOPY --chmod=755 busybox /bin/sleep\nCOPY app /\n", { ...busybox, app });
      const without = await rebuilt(await scratch("1"), await scratch("2"));
      expect(without.facts).toMatchObject({ unseen: [{ reason: expect.stringContaining("no package database") }] });
      expect(without.outcome.outcome).toBe("unknown");
    });

    it("a newer build in the registry shows it, though the engine has not pulled it", async () => {
      const later = await built(`${base}${install("tzdata_2099.deb")}`);
      const { facts, outcome } = await rebuilt(await built(`${base}COPY app /\n`), undefined, async (name) =>
        copyImage(`docker-archive:${await saveImage(later, "docker-archive")}`, `docker://${name}`),
      );
      expect(facts).toMatchObject({ other: { is: "replacement", at: "registry" }, places: ["engine", "registry"] });
      expect(outcome.outcome).toBe("holds");
    });

    it("the build that it replaced shows it where the container runs the newest", async () => {
      const newest = await built(`${base}${install("tzdata_2099.deb")}`);
      const { facts, outcome } = await rebuilt(newest, undefined, async (name) => {
        await podman("tag", "localhost/debian", name.replace(/latest$/, "previous"));
        await copyImage(`docker-archive:${await saveImage(newest, "docker-archive")}`, `docker://${name}`);
      });
      expect(facts).toMatchObject({
        other: { is: "replaced", at: "engine" },
        places: ["engine", "registry"],
        unseen: [],
      });
      expect(outcome.outcome).toBe("holds");
    });
  },
);
