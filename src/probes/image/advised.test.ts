import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { imageArchive } from "../../../test/bed/image-archive.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { tarArchive, type Written } from "../../../test/bed/tar-archive.ts";
import { resolvedImage } from "../../estate/resolved.ts";
import { estateSchema } from "../../estate/schema.ts";
import type { FactKind } from "../fact-kinds.ts";
import probe from "./probe.ts";

const small: Written = { path: "etc/os-release", content: "ID=debian\nVERSION_CODENAME=bookworm\n" };
/** Too large for a scanner, so that it is read and sent to nobody. */
const large: Written = { path: "srv/large", content: Buffer.alloc(40 * 1024 * 1024) };

/** What the probe tells of a small image, with what the estate says besides. */
async function told(more: object, wanted: readonly FactKind[], signal = new AbortController().signal, file = small) {
  const estate = estateSchema.parse({
    ...{ estate: "images", environments: { production: { kind: "production" } } },
    ...{ systems: { shop: { environment: "production", images: ["it"] } } },
    images: { it: { reference: imageArchive([tarArchive([file])]) } },
    ...more,
  });
  const [it] = Object.values(estate.images);
  if (it === undefined) throw new Error("no image");
  const declared = resolvedImage(estate, it);
  const subject = { id: "image:it", kind: "image", name: "it", systems: ["shop"], declared } as const;
  return probe.observe(subject, { ...probeContext({}, signal), wanted: new Set(wanted) });
}

/** Something that answers a question, and does something when that was heard. */
async function listening(then: () => void): Promise<{ readonly socket: string; readonly asked: () => number }> {
  const path = join(runFolder("scanner"), "socket");
  let asked = 0;
  const server = createServer((socket) => {
    asked += 1;
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.end("ClamAV 1.4.3\0");
    });
    socket.once("close", then);
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { socket: `unix://${path}`, asked: () => asked };
}

describe("what others say of an image", () => {
  it("is asked of nobody unless it is wanted", async () => {
    const scanner = await listening(() => {});
    const facts = await told({ malwareScanner: { clamd: scanner.socket } }, ["image-packages"]);
    expect(facts.map((it) => it.fact)).not.toContain("image-malware");
    expect(scanner.asked()).toBe(0);
  });

  it("is trouble where the estate names nobody to ask, and the image's own facts are told all the same", async () => {
    const wanted = ["image-updates", "image-vulnerabilities", "image-malware", "image-identity"] as const;
    const facts = await told({}, wanted);
    for (const fact of wanted.slice(0, 3))
      expect(facts.find((it) => it.fact === fact)).toMatchObject({ trouble: { kind: "unsupported" } });
    expect(facts.find((it) => it.fact === "image-identity")).toMatchObject({ products: ["docker", "debian", "linux"] });
  });

  it("is trouble, and no bug, when the assessment is stopped while it is asked", async () => {
    const stop = new AbortController();
    const scanner = await listening(() => stop.abort());
    const facts = await told({ malwareScanner: { clamd: scanner.socket } }, ["image-malware"], stop.signal, large);
    const trouble = { kind: "timeout", message: "the assessment was stopped" };
    expect(facts).toMatchObject([{ fact: "image-malware", trouble }]);
  });
});
