import { execFileSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { podman, testbedHasImages } from "../../test/bed/images.ts";

const cache = fileURLToPath(new URL("../../.cache/bench-images/", import.meta.url));

/** An application's packages, of the languages whose images have the most files. */
const nodePackages = ["express@5.1.0", "lodash@4.17.21", "date-fns@4.1.0", "pg@8.16.3"];
const pythonPackages = ["Flask==3.1.2", "requests==2.32.5", "SQLAlchemy==2.0.43"];
const containerfile = `FROM localhost/debian
COPY node /srv/shop
COPY python /srv/reports/lib/python3.11/site-packages
COPY planted /
RUN chmod 4755 /usr/local/bin/run-as-root && useradd --uid 4711 shop
RUN rm /srv/shop/.env
USER shop
ENTRYPOINT ["/usr/local/bin/run-as-root"]
`;

/** Secrets that lie in it: one in a file of its own, one in a script, and one that a later layer removes. */
function plant(folder: string): void {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const token = `ghp_${"aB3dE6gH9".repeat(4)}`;
  const files = {
    "etc/shop/tls.key": privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    "srv/shop/.env": `GITHUB_TOKEN=${token}\n`,
    "usr/local/bin/run-as-root": `#!/bin/sh\nexport GITHUB_TOKEN=${token.replaceAll("a", "q")}\nexec id\n`,
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Where the image lies that everybody is measured on. */
export interface BenchArchive {
  readonly path: string;
  /** Paths of its layers inside the archive. */
  readonly layers: readonly string[];
}

/**
 * An image of about 200 MB, as an engine saves it: a Debian of debootstrap's with an application of Node and one of Python.
 * It is made once and kept in `.cache`.
 */
export async function benchArchive(): Promise<BenchArchive> {
  const recipe = createHash("sha256").update(JSON.stringify([nodePackages, pythonPackages, containerfile]));
  const path = join(cache, `${recipe.digest("hex").slice(0, 12)}.tar`);
  if (!existsSync(path)) await make(path);
  const manifest = execFileSync("tar", ["xOf", path, "manifest.json"], { encoding: "utf8" });
  const [image]: { Layers: string[] }[] = JSON.parse(manifest);
  return { path, layers: image?.Layers ?? [] };
}

async function make(path: string): Promise<void> {
  if (!testbedHasImages()) throw new Error("the image of this benchmark is built with podman, runc and debootstrap");
  mkdirSync(cache, { recursive: true });
  const context = mkdtempSync(join(cache, "context-"));
  const run = (program: string, ...args: readonly string[]) => execFileSync(program, args, { stdio: "pipe" });
  try {
    const quiet = ["--no-audit", "--no-fund", "--ignore-scripts"];
    run("npm", "install", "--prefix", join(context, "node"), ...quiet, ...nodePackages);
    run(
      "python3",
      "-m",
      "pip",
      "install",
      "--quiet",
      "--no-compile",
      "--target",
      join(context, "python"),
      ...pythonPackages,
    );
    plant(join(context, "planted"));
    writeFileSync(join(context, "Containerfile"), containerfile);
    const image = "localhost/bench-image:latest";
    await podman("build", "--quiet", "--network", "none", "--format", "docker", "--tag", image, context);
    const part = `${path}.part`;
    rmSync(part, { force: true });
    await podman("save", "--quiet", "--format", "docker-archive", "--output", part, image);
    renameSync(part, path);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}
