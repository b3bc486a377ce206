import { spawnSync } from "node:child_process";
import { startApache } from "./apache.ts";
import { startNginx } from "./nginx.ts";
import { requireProgram } from "./program.ts";
import type { Variant, WebServer } from "./web-server.ts";

/** The web servers of the test bed: what starts them, and which program they need. */
export const webServers: readonly {
  readonly product: "nginx" | "apache";
  readonly program: string;
  readonly start: (wish: { readonly variant: Variant }) => Promise<WebServer>;
}[] = [
  { product: "nginx", program: "nginx", start: startNginx },
  { product: "apache", program: "apache2", start: startApache },
];

/** Version that the program tells of itself, such as `1.22.1`; `undefined` where it is missing. */
export function versionOf(program: string): string | undefined {
  const path = requireProgram(program);
  if (path === undefined) return undefined;
  const { stdout, stderr } = spawnSync(path, ["-v"], { encoding: "utf8" });
  return /\/(\d+(?:\.\d+)+)/.exec(`${stdout}${stderr}`)?.[1];
}
