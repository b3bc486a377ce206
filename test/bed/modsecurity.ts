import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram, testbedHas, testbedHasFile } from "./program.ts";
import { runFolder } from "./run-folder.ts";
import { ownPages, webRoot } from "./web-root.ts";

const modulesFolder = "/usr/lib/apache2/modules";
const rules = "/usr/share/modsecurity-crs/owasp-crs.load";
const modules = ["mpm_event", "authz_core", "dir", "mime", "unique_id", "security2"];

/** Whether Apache, ModSecurity and its core rule set are there; with `CI=true` a missing one is an error. */
export function hasModsecurity(): boolean {
  const files = [join(modulesFolder, "mod_security2.so"), rules];
  return testbedHas("apache2") && files.every(testbedHasFile);
}

/** Starts Apache behind ModSecurity with the core rule set, in one of its modes. */
export async function startModsecurity(
  engine: "On" | "DetectionOnly" | "Off",
): Promise<Daemon & { readonly port: number }> {
  const port = await freePort();
  const folder = runFolder("modsecurity");
  const file = join(folder, "apache.conf");
  const root = webRoot(ownPages);
  writeFileSync(
    file,
    `ServerRoot ${folder}
ServerName www.example.com
PidFile ${folder}/apache.pid
Mutex file:${folder}
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
StartServers 1
${modules.map((it) => `LoadModule ${it}_module ${modulesFolder}/mod_${it}.so`).join("\n")}
User www-data
Group www-data
TypesConfig /etc/mime.types
DirectoryIndex index.html
DocumentRoot ${root}
<Directory ${root}>
  Require all granted
</Directory>
SecRuleEngine ${engine}
SecRequestBodyAccess On
SecTmpDir ${folder}
SecDataDir ${folder}
SecAuditEngine Off
Include ${rules}
`,
  );
  const daemon = await startDaemon(requireProgram("apache2") ?? "", ["-f", file, "-DFOREGROUND"], [port]);
  return { ...daemon, port };
}
