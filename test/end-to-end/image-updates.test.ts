import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AptMirror, offered, startAptMirror } from "../bed/apt-mirror.ts";
import { debianRoot } from "../bed/debian-root.ts";
import { buildImage, podman, saveImage, testbedHasImages } from "../bed/images.ts";
import { testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { holdfast, written } from "./holdfast.ts";

const day = 86_400_000;
const hasGpg = testbedHas("gpg") && testbedHas("gpgv");

interface Facts {
  readonly lists: readonly { suite: string }[];
  readonly compared: number;
  readonly outdated: readonly { name: string; installed: string; offered: string; security: boolean }[];
  readonly uncovered: readonly { name: string }[];
  readonly unseen: readonly { reason: string }[];
}

interface Observed {
  readonly fact: string;
  readonly facts?: Facts;
  readonly trouble?: { kind: string; message: string };
}

describe.skipIf(!testbedHasImages() || !hasGpg)("the outdated packages of an image", () => {
  let mirror: AptMirror;
  let status: string;
  let archive: string;
  let image: string;

  beforeAll(async () => {
    const { tar } = await debianRoot();
    status = execFileSync("tar", ["-xOf", tar, "./var/lib/dpkg/status"], { encoding: "utf8", maxBuffer: 1 << 26 });
    mirror = await startAptMirror();
    image = await buildImage("FROM localhost/debian\nUSER 1000\n");
    archive = await saveImage(image, "docker-archive");
    publish();
  });
  afterAll(() => mirror?.stop());

  const installed = (name: string) =>
    new RegExp(`^Package: ${name}\\n(?:.+\\n)*?Version: (.*)$`, "m").exec(status)?.[1] ?? "";
  const later = (...names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, `${installed(name)}+later1`]));

  /** Newer ones in the security suite, one in the release's updates, older ones, and some that the image doesn't have. */
  function publish(): void {
    const notHere = "Package: not-here\nVersion: 9\nArchitecture: amd64\nFilename: pool/n.deb\nSize: 1\n";
    mirror.publish("bookworm", offered(status));
    mirror.publish("bookworm-updates", offered(status, { tzdata: `${installed("tzdata")}+later2` }));
    mirror.publish(
      "bookworm-security",
      `${offered(status, {
        ...later("tzdata", "perl-base", "liblzma5", "libpcre2-8-0", "zlib1g", "base-passwd"),
        ...{ bash: "1.0~older", hostname: `${installed("hostname")}~before` },
      })}\n${notHere}`,
    );
  }

  async function updates(): Promise<Observed | undefined> {
    const record = join(runFolder("recording"), "observations.json");
    const debian = { archive: mirror.uri, security: mirror.uri, keyring: mirror.keyring };
    const estate = {
      estate: "images",
      environments: { production: { kind: "production" } },
      systems: { shop: { environment: "production", images: ["shop"] } },
      images: { shop: { reference: `docker-archive:${archive}` } },
      advisories: { debian },
    };
    const args = ["check", written("estate.yaml", JSON.stringify(estate)), "--only", "MNT-1", "--record", record];
    await holdfast([...args, "--json", "--quiet"]);
    const { observations } = JSON.parse(readFileSync(record, "utf8")) as { observations: readonly Observed[] };
    return observations.find((one) => one.fact === "image-updates");
  }

  /** What apt itself would do in that image, with the same sources. */
  async function aptUpgrades(): Promise<readonly string[]> {
    const context = runFolder("apt-context");
    execFileSync("cp", [mirror.keyring, join(context, "keyring.gpg")]);
    const lines = ["bookworm-security", "bookworm", "bookworm-updates"].map(
      (suite) => `deb [signed-by=/keyring.gpg] ${mirror.uri} ${suite} main`,
    );
    const containerfile = [
      `FROM ${image}`,
      "USER 0",
      "COPY keyring.gpg /keyring.gpg",
      `RUN printf '${lines.join("\\n")}\\n' > /etc/apt/sources.list && apt-get -qq update && apt-get -s upgrade`,
    ];
    const file = written("Containerfile", `${containerfile.join("\n")}\n`);
    const said = await podman("build", "--network", "host", "--no-cache", "--file", file, context);
    return [...said.matchAll(/^Inst (\S+) \[(\S+)\] \((\S+) /gm)].map(([, ...it]) => it.join(" ")).sort();
  }

  it("are those that apt-get would upgrade in it", async () => {
    const facts = (await updates())?.facts;
    const apt = await aptUpgrades();
    expect(apt).toHaveLength(6);
    expect(facts?.outdated.map((it) => `${it.name} ${it.installed} ${it.offered}`).sort()).toEqual(apt);
    expect(facts?.outdated.filter((it) => it.security).map((it) => it.name)).not.toContain("bash");
    expect(facts?.compared).toBe(status.split("Status: install ok installed").length - 1);
    expect([facts?.uncovered, facts?.unseen]).toEqual([[], []]);
  });

  it.each([
    ["signed by another key", { isForeign: true }],
    ["of another suite", { codename: "bullseye-security" }],
  ])("are not told from a security list that is %s, and nothing is cleared", async (_, wish) => {
    mirror.publish("bookworm-security", offered(status, later("perl-base")), wish);
    const facts = (await updates())?.facts;
    expect(facts?.lists.map((it) => it.suite)).not.toContain("bookworm-security");
    expect(facts?.outdated.map((it) => it.name)).not.toContain("perl-base");
    expect(facts?.unseen.length).toBeGreaterThan(0);
    publish();
  });

  it("verify nothing by a list whose time is over", async () => {
    const [date, validUntil] = [30, 20].map((days) => new Date(Date.now() - days * day));
    for (const suite of ["bookworm", "bookworm-updates", "bookworm-security"])
      mirror.publish(suite, offered(status), { ...(date && { date }), ...(validUntil && { validUntil }) });
    const estate = {
      estate: "images",
      environments: { production: { kind: "production" } },
      systems: {
        shop: {
          ...{ environment: "production", criticality: "low", exposure: "internal", images: ["shop"] },
          notApplicable: ["host", "endpoint", "container"].map((subject) => ({
            subject,
            because: "it has none of them",
          })),
        },
      },
      images: { shop: { reference: `docker-archive:${archive}` } },
      advisories: { debian: { archive: mirror.uri, security: mirror.uri, keyring: mirror.keyring } },
    };
    const file = written("estate.yaml", JSON.stringify(estate));
    const ran = await holdfast(["check", file, "--only", "MNT-1", "--json", "--quiet"]);
    const { requirements, unknowns } = JSON.parse(ran.stdout);
    expect(requirements).toMatchObject([{ id: "MNT-1", status: "unverified" }]);
    expect(JSON.stringify(unknowns)).toContain("was valid until");
  });
});
