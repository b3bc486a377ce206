import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { buildImage, saveImage, testbedHasImages } from "../../../test/bed/images.ts";
import { requireProgram } from "../../../test/bed/program.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Collector } from "./collectors/collector.ts";
import { type CollectedKind, collectedKinds, collectors } from "./collectors.ts";
import { imageFacts } from "./facts.ts";
import { collect } from "./layers/collect.ts";
import { openImage } from "./sources/open.ts";

type Collected = { readonly [K in CollectedKind]: FactsOf<K> };

/** All facts of one pass over an image that podman built and saved. */
async function collected(image: string): Promise<Collected> {
  const signal = new AbortController().signal;
  const reference = `docker-archive:${await saveImage(image, "docker-archive")}`;
  await using opened = await openImage({ reference, registries: {} } as Parameters<typeof openImage>[0], signal);
  const all = collectedKinds.map((it) => collectors[it]);
  const { conclude } = await collect(opened, all, { signal, fingerprint: () => "fingerprint" });
  const facts = collectedKinds.map((it) => [it, conclude(collectors[it] as Collector<unknown>)] as const);
  for (const [kind, it] of facts) expect(imageFacts[kind].safeParse(it).error).toBeUndefined();
  return Object.fromEntries(facts) as Collected;
}

const sshd = requireProgram("sshd");

describe.skipIf(!testbedHasImages() || sshd === undefined)("one pass over a real image", () => {
  test("finds nothing in a plain Debian but its own packages, files and accounts", async () => {
    const it = await collected(await buildImage("FROM localhost/debian\nUSER 1000\n"));
    expect(it["image-remote-shells"].found).toEqual([]);
    expect(it["image-remote-shells"].executables).toBeGreaterThan(100);
    expect(it["image-secrets"].found).toEqual([]);
    expect(it["image-secrets"].files).toBeGreaterThan(500);
    expect(it["image-components"]).toEqual({ components: [], unidentified: [], unseen: [] });
    expect(it["image-packages"]).toMatchObject({ os: { id: "debian" }, manager: "dpkg", upgrades: [], unseen: [] });
    expect(it["image-packages"].packages.length).toBeGreaterThan(50);
    expect(it["image-packages"].keys.every((key) => key.fingerprints.length > 0)).toBe(true);
    expect(it["image-files"].setId.every((file) => file.package !== undefined)).toBe(true);
    expect(it["image-accounts"].accounts.every((account) => account.password === "locked")).toBe(true);
  }, 120_000);

  test("finds a renamed sshd behind a hard link, a secret that a later layer removes, and unsigned sources", async () => {
    const containerfile = `FROM localhost/debian
COPY program /tmp/program
COPY secret.env /app/.env
COPY shop.list /etc/apt/sources.list.d/shop.list
RUN chmod 4755 /tmp/program && ln /tmp/program /srv/web && rm /tmp/program /app/.env && useradd -o -u 0 -p '' app
ENV DB_PASSWORD=geheim77
EXPOSE 2222
ENTRYPOINT ["/srv/web", "-D"]
`;
    const it = await collected(
      await buildImage(containerfile, {
        program: readFileSync(sshd ?? ""),
        "secret.env": "API_TOKEN=abcdef123456\n",
        "shop.list": "deb [trusted=yes] http://mirror.example.com/shop stable main\n",
      }),
    );
    expect(it["image-remote-shells"].found.map(({ shell, how, place }) => `${shell} ${how} ${place}`)).toEqual([
      "sshd content /srv/web",
      "sshd start entrypoint and command",
      "sshd port 2222/tcp",
    ]);
    expect(it["image-secrets"].found).toMatchObject([
      { where: "file", place: "/app/.env", name: "API_TOKEN", hidden: true },
      { where: "environment", place: "DB_PASSWORD" },
    ]);
    expect(it["image-components"].unidentified).toEqual(["/srv/web"]);
    expect(it["image-packages"].sources).toContainEqual({
      place: "/etc/apt/sources.list.d/shop.list",
      uri: "http://mirror.example.com/shop",
      suites: ["stable"],
      security: false,
      unchecked: ["trusted=yes"],
    });
    expect(it["image-files"].setId).toContainEqual({ path: "/srv/web", mode: "4755", userId: 0, groupId: 0 });
    expect(it["image-accounts"].accounts).toContainEqual(
      expect.objectContaining({ name: "app", userId: 0, password: "empty" }),
    );
  }, 120_000);
});
