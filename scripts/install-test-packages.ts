import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * Installs the programs that the tests run against, where this is allowed: as root on Debian or Ubuntu, and not with
 * HOLDFAST_TEST_INSTALL=0. Elsewhere the tests that need them are skipped and say so.
 */
const wanted = readFileSync(new URL("../test/packages.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

const say = (text: string) => process.stdout.write(`${text}\n`);
const isInstalled = (name: string) =>
  spawnSync("dpkg", ["--status", name], { encoding: "utf8" }).stdout?.includes("Status: install ok installed");

const missing = existsSync("/usr/bin/dpkg") ? wanted.filter((name) => !isInstalled(name)) : wanted;
if (missing.length === 0) process.exit(0);

const reason = refusal();
if (reason !== undefined) {
  say(`Not installed: ${missing.join(", ")} (${reason}). Tests that need them are skipped and say so.`);
  process.exit(0);
}

say(`Installing what the tests run against: ${missing.join(", ")} (HOLDFAST_TEST_INSTALL=0 refuses)`);
// Without this Debian would start every service that it installs.
const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
const apt = (...args: string[]) =>
  spawnSync("apt-get", ["-qq", ...args], { stdio: ["ignore", "ignore", "inherit"], env });
apt("update");
const { status } = apt("install", "-y", "--no-install-recommends", ...missing);
if (status !== 0) say(`apt-get ended with ${status}; tests that need a missing program are skipped and say so.`);

function refusal(): string | undefined {
  if (process.env["HOLDFAST_TEST_INSTALL"] === "0") return "HOLDFAST_TEST_INSTALL=0";
  if (!existsSync("/usr/bin/apt-get")) return "no apt-get here";
  if (process.getuid?.() !== 0) return "not root";
  return undefined;
}
