import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Trouble } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { type Probe, probe } from "../probe.ts";
import { readApacheSites } from "./apache.ts";
import { readBounded, readConfiguration } from "./configuration.ts";
import { askEngine } from "./engine.ts";
import type { EngineSighting } from "./facts.ts";
import { searchFolder } from "./folder.ts";
import { readHaproxySites } from "./haproxy.ts";
import { readNginxSites } from "./nginx.ts";
import { readSshConfig } from "./ssh-config.ts";

/** Where to look; everything has the place it usually has. */
export interface Surroundings {
  /** Folder searched for Dockerfiles and compose files. */
  readonly folder?: string;
  readonly home?: string;
  /** Folder that holds the configuration of the machine. */
  readonly etc?: string;
  /** Paths of the sockets at which container engines are asked. */
  readonly sockets?: readonly string[];
  /** Value of DOCKER_HOST. */
  readonly dockerHost?: string | undefined;
}

const engineMs = 3000;

const products = [
  { read: readNginxSites, files: ["nginx/nginx.conf", "nginx/conf.d/*.conf", "nginx/sites-enabled/*"] },
  {
    read: readApacheSites,
    files: ["apache2/apache2.conf", "apache2/sites-enabled/*.conf", "httpd/conf/httpd.conf", "httpd/conf.d/*.conf"],
  },
  { read: readHaproxySites, files: ["haproxy/haproxy.cfg", "haproxy/conf.d/*.cfg"] },
] as const;

/** A probe of what lies around on this machine; it reads files and engine sockets, and asks nothing over a network. */
export function neighbourhoodProbe(surroundings: Surroundings = {}): Probe {
  return probe({
    id: "neighbourhood",
    version: 1,
    subject: "host",
    yields: ["host-neighbourhood"],
    needs: ["shell"],
    title: "Files, configuration and container engines around on this machine",
    async observe(subject, context) {
      const fact = "host-neighbourhood" as const;
      const elsewhere: Trouble = {
        kind: "unsupported",
        message: "only the surroundings on this machine itself are read",
        wouldVerify: "run Holdfast on the host itself, with transport: local",
      };
      if (subject.declared.transport !== "local") return [{ fact, provenance: [], trouble: elsewhere }];
      const facts = await look(surroundings, context.signal);
      const bytes = Buffer.from(JSON.stringify(facts));
      const provenance = {
        request: `read ${facts.folder}, the configuration of web servers and of SSH, and container engines`,
        ...{ status: null, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") },
      };
      return [{ fact, provenance: [provenance], facts }];
    },
  });
}

async function look(surroundings: Surroundings, signal: AbortSignal): Promise<FactsOf<"host-neighbourhood">> {
  const { home = homedir(), etc = "/etc", dockerHost = process.env["DOCKER_HOST"] } = surroundings;
  const folder = resolve(surroundings.folder ?? ".");
  const searched = await searchFolder(folder);
  const troubles = [...searched.troubles];
  const sites = [];
  for (const { read, files } of products) {
    const { texts, troubles: unread } = await readConfiguration(files.map((it) => join(etc, it)));
    sites.push(...texts.flatMap(({ text, file }) => read(text, file)));
    troubles.push(...unread);
  }
  const ssh = await readBounded(join(home, ".ssh/config"));
  if (typeof ssh === "object") troubles.push(ssh);
  return {
    folder,
    dockerfiles: [...searched.dockerfiles],
    composeFiles: [...searched.composeFiles],
    searchedWhole: searched.whole,
    sites,
    sshHosts: typeof ssh === "string" ? [...readSshConfig(ssh)] : [],
    engines: await engines(surroundings.sockets ?? usualSockets(), dockerHost, signal),
    troubles,
  };
}

function usualSockets(): readonly string[] {
  const runtime = process.env["XDG_RUNTIME_DIR"];
  const own = runtime?.startsWith("/") ? [join(runtime, "podman/podman.sock"), join(runtime, "docker.sock")] : [];
  return ["/var/run/docker.sock", "/run/podman/podman.sock", ...own];
}

async function engines(
  sockets: readonly string[],
  dockerHost: string | undefined,
  signal: AbortSignal,
): Promise<EngineSighting[]> {
  const named = dockerHost?.startsWith("unix:///") ? [dockerHost.slice("unix://".length)] : [];
  const asked = await Promise.all([...new Set([...sockets, ...named])].map((it) => askEngine(it, engineMs, signal)));
  const found = asked.filter((it) => it !== undefined);
  // An engine somewhere else was declared by nobody; that it is named here is all that may be told.
  if (dockerHost === undefined || dockerHost === "" || named.length > 0) return found;
  const trouble: Trouble = {
    kind: "unsupported",
    message: "DOCKER_HOST names an engine elsewhere, which nobody declared",
    wouldVerify: "declare it in the estate file",
  };
  return [...found, { socket: dockerHost.replace(/(:\/\/[^/@]*?):[^@]*@/, "$1:***@"), trouble }];
}

export default neighbourhoodProbe();
