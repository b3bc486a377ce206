import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { runFolder } from "./run-folder.ts";

const day = 86_400_000;

/** What is wrong, or older, about a suite than one of today. */
export interface SuiteWish {
  readonly date?: Date;
  readonly validUntil?: Date;
  /** The suite that its index says it is. */
  readonly codename?: string;
  /** Signed by a key that nobody trusts. */
  readonly isForeign?: boolean;
}

/** A signed apt repository on loopback. */
export interface AptMirror {
  /** Address below which `dists` is. */
  readonly uri: string;
  /** Key file (OpenPGP) that its indexes are signed with. */
  readonly keyring: string;
  /** Puts a suite there whose list of `main` is these paragraphs. */
  publish(suite: string, packages: string, wish?: SuiteWish): void;
  stop(): Promise<void>;
}

const rfc2822 = (date: Date) => date.toUTCString().replace("GMT", "UTC");

/** Starts a mirror; its keys are made for it and go with the run's folder. */
export async function startAptMirror(): Promise<AptMirror> {
  const folder = runFolder("apt");
  const home = join(folder, "gpg");
  mkdirSync(home, { mode: 0o700 });
  const gpg = (args: readonly string[], input = "") =>
    execFileSync("gpg", ["--homedir", home, "--batch", "--yes", ...args], { input, stdio: ["pipe", "pipe", "ignore"] });
  for (const who of ["mirror", "foreign"])
    gpg(["--passphrase", "", "--quick-generate-key", `${who}@example.com`, "rsa2048", "sign", "never"]);
  const keyring = join(folder, "keyring.gpg");
  writeFileSync(keyring, gpg(["--export", "mirror@example.com"]), { mode: 0o644 });
  const files = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/debian`,
    keyring,
    publish(suite, packages, wish = {}) {
      const date = wish.date ?? new Date();
      const validUntil = wish.validUntil ?? new Date(date.getTime() + 400 * day);
      const list = gzipSync(packages);
      const [listed, plain] = [list, packages].map((it) => createHash("sha256").update(it).digest("hex"));
      const release = [
        ...["Origin: Test", `Suite: ${wish.codename ?? suite}`, `Codename: ${wish.codename ?? suite}`],
        ...[
          `Date: ${rfc2822(date)}`,
          `Valid-Until: ${rfc2822(validUntil)}`,
          "Architectures: amd64",
          "Components: main",
        ],
        ...["SHA256:", ` ${listed} ${list.length} main/binary-amd64/Packages.gz`],
        ...[` ${plain} ${Buffer.byteLength(packages)} main/binary-amd64/Packages`, ""],
      ].join("\n");
      const key = wish.isForeign === true ? "foreign@example.com" : "mirror@example.com";
      const at = `/debian/dists/${suite}`;
      files.set(`${at}/InRelease`, gpg(["-u", key, "--clearsign"], release));
      files.set(`${at}/main/binary-amd64/Packages.gz`, list);
    },
    async stop() {
      execFileSync("gpgconf", ["--homedir", home, "--kill", "all"], { stdio: "ignore" });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The paragraphs of installed packages as a mirror lists them; `versions` says which are offered in another version. */
export function offered(status: string, versions: Readonly<Record<string, string>> = {}): string {
  return status
    .split(/\n\n+/)
    .filter((it) => /^Status: install ok installed$/m.test(it))
    .map((paragraph) => {
      const name = /^Package: (.*)$/m.exec(paragraph)?.[1] ?? "";
      const version = versions[name] ?? /^Version: (.*)$/m.exec(paragraph)?.[1] ?? "";
      const kept = paragraph
        .replace(/^(?:Status|Conffiles|Config-Version|Version):.*(?:\n .*)*\n?/gm, "")
        .replace(/\n+$/, "");
      const sha256 = createHash("sha256").update(`${name} ${version}`).digest("hex");
      return `${kept}\nVersion: ${version}\nFilename: pool/${name}.deb\nSize: 1000\nSHA256: ${sha256}\n`;
    })
    .join("\n");
}
