import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startBrowser } from "../test/bed/browser.ts";
import { startNginx } from "../test/bed/nginx.ts";
import { runFolder } from "../test/bed/run-folder.ts";
import { siteName } from "../test/bed/web-server.ts";

/** Takes the picture of the README: a real report on a real, badly kept nginx of the test bed and on this machine. */
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = runFolder("picture");
const server = await startNginx({ variant: "bad" });
const report = join(folder, "report.html");
writeFileSync(
  join(folder, "holdfast.yaml"),
  `
estate: shop
environments:
  production: { kind: production }
systems:
  shop: { environment: production, criticality: high, exposure: external, endpoints: [web], hosts: [web1] }
endpoints:
  web: { url: "https://${siteName}:${server.port}/", connect: 127.0.0.1, plain: "http://${siteName}:${server.plainPort}/" }
hosts:
  web1: {}
`,
);
spawnSync(process.execPath, [join(root, "src/cli/main.ts"), "check", "holdfast.yaml", "--quiet", "--output", report], {
  cwd: folder,
  stdio: ["ignore", "ignore", "inherit"],
});
await server.stop();

const browser = await startBrowser();
const page = await browser.newPage({ viewport: { width: 1180, height: 1000 }, colorScheme: "light" });
await page.goto(pathToFileURL(report).href);
await page.screenshot({ path: join(root, "docs/report.png") });
await browser.close();
