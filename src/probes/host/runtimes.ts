import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, lines } from "./collected.ts";
import { readProcesses } from "./processes.ts";

const products: readonly (readonly [RegExp, string])[] = [
  [/^node$/, "node"],
  [/^python[\d.]*$/, "python"],
  [/^php[\d.]*$/, "php"],
  [/^ruby$/, "ruby"],
  [/^java$/, "java"],
  [/^perl$/, "perl"],
  [/^nginx$/, "nginx"],
  [/^httpd$/, "apache"],
  [/^postgres$/, "postgresql"],
  [/^(?:mariadbd|mysqld)$/, "mariadb"],
  [/^redis-server$/, "redis"],
  [/^go$/, "go"],
];

/** Last days with security updates, by the makers' own announcements: product, release, day. */
const endOfLife: readonly (readonly [product: string, release: string, day: string])[] = [
  ["node", "16", "2023-09-11"],
  ["node", "18", "2025-04-30"],
  ["node", "20", "2026-04-30"],
  ["node", "22", "2027-04-30"],
  ["node", "24", "2028-04-30"],
  ["python", "2.7", "2020-01-01"],
  ["python", "3.7", "2023-06-27"],
  ["python", "3.8", "2024-10-07"],
  ["python", "3.9", "2025-10-31"],
  ["python", "3.10", "2026-10-31"],
  ["python", "3.11", "2027-10-31"],
  ["python", "3.12", "2028-10-31"],
  ["python", "3.13", "2029-10-31"],
  ["python", "3.14", "2030-10-31"],
  ["php", "7.4", "2022-11-28"],
  ["php", "8.0", "2023-11-26"],
  ["php", "8.1", "2025-12-31"],
  ["php", "8.2", "2026-12-31"],
  ["php", "8.3", "2027-12-31"],
  ["php", "8.4", "2028-12-31"],
  ["ruby", "3.0", "2024-04-23"],
  ["ruby", "3.1", "2025-03-26"],
  ["ruby", "3.2", "2026-03-31"],
  ["ruby", "3.3", "2027-03-31"],
  ["ruby", "3.4", "2028-03-31"],
  ["postgresql", "12", "2024-11-21"],
  ["postgresql", "13", "2025-11-13"],
  ["postgresql", "14", "2026-11-12"],
  ["postgresql", "15", "2027-11-11"],
  ["postgresql", "16", "2028-11-09"],
  ["postgresql", "17", "2029-11-08"],
];
const source = "Holdfast's own table of 2026-11-28";

/** Where the distribution keeps its own. */
const distributions =
  /^\/(?:usr\/(?:s?bin|lib|lib64|libexec)|s?bin|lib|snap|var\/lib\/(?:docker|containers|containerd))\//;

/** The release that the name of a folder tells: `/opt/node-v18.20.4/bin/node`. */
const releaseIn = (path: string) => /\D(\d+\.\d[\d.]*?)(?:\/|$)/.exec(path)?.[1];

/** Runtimes with their releases, and until when each is kept safe; only what the distribution did not bring. */
export function hostRuntimes(from: Collected): FactsOf<"host-runtimes"> {
  const found = new Map<string, string | undefined>();
  for (const line of lines(from.text("own-runtimes"))) {
    const [, version = "", path = ""] = /^runtime\t([\d.]*)\t(\/.*)$/.exec(line) ?? [];
    if (path !== "") found.set(path, version || undefined);
  }
  // What runs counts wherever it lies.
  for (const { executable } of readProcesses(from).values())
    if (executable !== undefined && !distributions.test(executable) && !found.has(executable))
      found.set(executable, releaseIn(executable));
  const runtimes = [...found].flatMap(([path, version]) => {
    const product = products.find(([name]) => name.test(path.slice(path.lastIndexOf("/") + 1)))?.[1];
    if (product === undefined) return [];
    const row = endOfLife.find(([name, release]) => name === product && `${version}.`.startsWith(`${release}.`));
    return [{ path, product, version, endOfLife: row?.[2], source }];
  });
  return { complete: from.text("whoami").trim() === "0", runtimes };
}
