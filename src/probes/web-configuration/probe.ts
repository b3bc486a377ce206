import { splitSections } from "../../transports/sections.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, collected } from "../host/collected.ts";
import { Spending } from "../http/spending.ts";
import type { Provenance } from "../observation.ts";
import { type ProbeContext, probe, type Told } from "../probe.ts";
import { apacheOverrides, readApache, readApacheModules } from "./apache.ts";
import { configurationScript, nginxOptions } from "./commands.ts";
import type { Configured } from "./configured.ts";
import { confirmed } from "./confirm.ts";
import { framedScript, quoted, readFiles } from "./framed.ts";
import { readHaproxy } from "./haproxy.ts";
import { readNginx } from "./nginx.ts";
import { collectNginx, mainFile } from "./nginx-files.ts";
import { processesScript, type RunningServer, readProcesses } from "./processes.ts";

type WebServers = FactsOf<"host-web-servers">;
const fact = "host-web-servers" as const;
const mostFindings = 100;

export default probe({
  id: "web-configuration",
  version: 1,
  subject: "host",
  yields: [fact],
  needs: ["shell", "network"],
  title: "Which web servers run on a host, and what their configuration maps",
  async observe(subject, context): Promise<readonly Told<typeof fact>[]> {
    if (subject.declared.transport !== "local")
      return [
        {
          fact,
          provenance: [],
          trouble: {
            kind: "unsupported",
            message: "only the web servers of this machine itself are looked at",
            wouldVerify: "run Holdfast on the host itself, with transport: local",
          },
        },
      ];
    try {
      const running = readProcesses((await told(processesScript, context)).text("processes"));
      const from = running.servers.length === 0 ? undefined : await told(configurationScript(running.servers), context);
      const troubles: Trouble[] = [...running.troubles];
      const provenance: Provenance[] = [];
      const servers: WebServers["servers"] = [];
      const spending = new Spending(context.budget, context.signal);
      for (const server of running.servers) {
        const seen = from === undefined ? undefined : await configurationOf(server, from, provenance, context);
        if (seen === undefined) continue;
        if ("kind" in seen) {
          troubles.push({ ...seen, message: `${whose(server)}: ${seen.message}` });
          continue;
        }
        troubles.push(...(seen.troubles ?? []).map((it) => ({ ...it, message: `${whose(server)}: ${it.message}` })));
        if (seen.findings.length > mostFindings) troubles.push(tooMany(server));
        const asked = await confirmed(seen.findings.slice(0, mostFindings), spending);
        provenance.push(...asked.provenance);
        servers.push({
          ...{ product: server.product, processId: server.processId, findings: asked.findings },
          ...{ sites: [...seen.sites], modules: [...seen.modules] },
        });
      }
      const products = [...new Set(servers.map(({ product }) => product))];
      return [{ fact, provenance, products, facts: { servers, troubles } }];
    } catch (error) {
      if (error instanceof TroubleError) return [{ fact, provenance: [], trouble: error.trouble }];
      throw error;
    }
  },
});

async function told(script: string, { transport, budget, signal }: ProbeContext): Promise<Collected> {
  const result = await transport.run(script, { timeoutMs: budget.timeoutMs, maxBytes: budget.maxBytes, signal });
  if ("kind" in result) throw new TroubleError(result);
  return collected(splitSections(result.stdout));
}

const requests = {
  nginx: "cat nginx.conf, and what it includes",
  apache: "apache2 -t -D DUMP_CONFIG",
  haproxy: "cat haproxy.cfg",
};

async function configurationOf(
  server: RunningServer,
  from: Collected,
  provenance: Provenance[],
  context: ProbeContext,
): Promise<Configured | Trouble> {
  const { product, processId } = server;
  try {
    const text = from.text(`config-${processId}`);
    if (product === "nginx") return await nginxOf(server, text, provenance, context);
    const { exitCode, bytes } = from.section(`config-${processId}`);
    const sha256 = `hmac:${context.fingerprint(bytes)}`;
    provenance.push({ request: requests[product], status: exitCode, bytes: bytes.length, sha256 });
    if (product === "haproxy") return readHaproxy(text);
    return await apacheOf(text, readApacheModules(from.text(`modules-${processId}`)), provenance, context);
  } catch (error) {
    if (error instanceof TroubleError) return error.trouble;
    throw error;
  }
}

async function nginxOf(server: RunningServer, built: string, provenance: Provenance[], context: ProbeContext) {
  const options = nginxOptions(server);
  const main = mainFile(built, options, server.folder);
  const files = await collectNginx(main, options["g"] ?? "", (patterns) =>
    filesBy(`tell_matching ${patterns.map(quoted).join(" ")}`, requests.nginx, provenance, context),
  );
  return readNginx(files);
}

async function apacheOf(dump: string, modules: readonly string[], provenance: Provenance[], context: ProbeContext) {
  const { names, folders, above } = apacheOverrides(dump);
  const files = new Map<string, string>();
  const troubles: Trouble[] = [];
  for (const name of above.length + folders.length === 0 ? [] : names)
    try {
      const command = `tell_named ${[name, String(above.length), ...above, ...folders].map(quoted).join(" ")}`;
      const found = await filesBy(command, `cat ${name} in and below the folders of the sites`, provenance, context);
      for (const [path, text] of found) files.set(path, text);
    } catch (error) {
      if (!(error instanceof TroubleError)) throw error;
      const message = `not every file named ${name} could be read, and such files may map handlers`;
      troubles.push({ ...error.trouble, message: `${message}: ${error.message}` });
    }
  return { ...readApache(dump, modules, files), troubles };
}

async function filesBy(command: string, request: string, provenance: Provenance[], context: ProbeContext) {
  const from = await told(framedScript({ files: command }), context);
  from.text("files");
  const { exitCode, bytes } = from.section("files");
  const sha256 = `hmac:${context.fingerprint(bytes)}`;
  provenance.push({ request, status: exitCode, bytes: bytes.length, sha256 });
  return readFiles(bytes);
}

const whose = ({ product, processId }: RunningServer) => `process ${processId} (${product})`;

function tooMany(server: RunningServer): Trouble {
  return {
    kind: "budget",
    message: `${whose(server)}: more than ${mostFindings} findings; the rest was left out`,
    wouldVerify: "switch off what was found and look again",
  };
}
