import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ManagementClient, managementAddress } from "../../src/probes/rabbitmq/management-client.ts";
import type { LeafFiles } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram, testbedHas, testbedHasFile } from "./program.ts";
import { runFolder } from "./run-folder.ts";

const server = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/** Whether RabbitMQ with its management API can be started here. */
export const hasRabbitmq = (): boolean => testbedHasFile(server) && testbedHas("epmd") && testbedHas("setpriv");

export interface RabbitmqWish {
  /** Speaks TLS on its ports, and nothing else. */
  readonly tls?: LeafFiles;
  /** Users, virtual hosts and permissions as `/api/definitions` writes them; without, the user guest as its installer leaves it. */
  readonly definitions?: object;
  /** `user:password` of somebody who may ask it everything; guest without. */
  readonly administrator?: string;
  /** Lines of rabbitmq.conf, such as `loopback_users = none`. */
  readonly settings?: readonly string[];
  readonly plugins?: readonly string[];
}

export interface Rabbitmq extends Daemon {
  readonly port: number;
  /** URL of its management API. */
  readonly management: string;
  /** Changes something by the management API as guest; throws where that fails. */
  put(path: string, body: object): Promise<void>;
  remove(path: string): Promise<void>;
  /** What the management API answers to somebody. */
  asked(who: string, path: string, method?: string, body?: object): Promise<{ status: number; text: string }>;
}

/** Starts RabbitMQ as its own user, with a port mapper of its own, all of it on loopback. */
export async function startRabbitmq(wish: RabbitmqWish = {}): Promise<Rabbitmq> {
  const epmd = requireProgram("epmd");
  if (epmd === undefined) throw new Error("rabbitmq-server is not installed");
  const folder = runFolder("rabbitmq");
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "rabbitmq"], { encoding: "utf8" }));
  const give = (path: string) => chownSync(path, idOf("-u"), idOf("-g"));
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o400 });
    give(path);
    return path;
  };
  for (const path of [folder, join(folder, "data"), join(folder, "log")]) {
    mkdirSync(path, { recursive: true });
    give(path);
  }
  const [port, management, names, distribution] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const { tls, definitions, settings = [], plugins = [] } = wish;
  const files = (prefix: string) =>
    tls
      ? [
          `${prefix}.certfile = ${file(`${prefix}.crt`, execFileSync("cat", [tls.chain], { encoding: "utf8" }))}`,
          `${prefix}.keyfile = ${file(`${prefix}.key`, execFileSync("cat", [tls.key], { encoding: "utf8" }))}`,
        ]
      : [];
  const listening = tls
    ? ["listeners.tcp = none", `listeners.ssl.1 = 127.0.0.1:${port}`, ...files("ssl_options")]
    : [`listeners.tcp.1 = 127.0.0.1:${port}`];
  const kind = tls ? "ssl" : "tcp";
  const web = [`management.${kind}.ip = 127.0.0.1`, `management.${kind}.port = ${management}`];
  const loaded = definitions ? [`load_definitions = ${file("definitions.json", JSON.stringify(definitions))}`] : [];
  const config = [...listening, ...web, ...(tls ? files("management.ssl") : []), ...loaded, ...settings];
  file("rabbitmq.conf", `${config.join("\n")}\n`);
  file("enabled_plugins", `[${["rabbitmq_management", ...plugins].join(",")}].\n`);
  file(".erlang.cookie", "OFTHISTESTONLY");
  chmodSync(folder, 0o755);
  const mapper = await startDaemon(epmd, ["-address", "127.0.0.1", "-port", `${names}`], [names]);
  const env = {
    ...{ HOME: folder, PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8" },
    ...{ RABBITMQ_NODENAME: `holdfast${port}@localhost`, RABBITMQ_DIST_PORT: `${distribution}` },
    ...{
      ERL_EPMD_PORT: `${names}`,
      ERL_EPMD_ADDRESS: "127.0.0.1",
      RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq.conf"),
    },
    ...{ RABBITMQ_MNESIA_BASE: join(folder, "data"), RABBITMQ_LOG_BASE: join(folder, "log"), RABBITMQ_LOGS: "-" },
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "enabled_plugins"),
    // Without a shell in between that would swallow the signal by which it is stopped.
    RABBITMQ_ALLOW_INPUT: "1",
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-noinput -kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +sbwt none",
  };
  const own = ["--reuid=rabbitmq", "--regid=rabbitmq", "--clear-groups"];
  const set = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  try {
    const daemon = await startDaemon("setpriv", [...own, "env", "-i", ...set, server], [port, management]);
    const stop = async () => {
      await daemon.stop();
      await mapper.stop();
    };
    const url = `${tls ? "https" : "http"}://127.0.0.1:${management}`;
    try {
      await untilItKnowsItself(url, wish.administrator ?? "guest:guest");
    } catch (error) {
      await stop();
      throw error;
    }
    return { pid: daemon.pid, port, management: url, stop, ...byApi(url) };
  } catch (error) {
    await mapper.stop();
    throw error;
  }
}

/** It answers before it can tell which plug-ins are on. */
async function untilItKnowsItself(url: string, administrator: string): Promise<void> {
  const limits = { signal: new AbortController().signal, timeoutMs: 60_000, maxBytes: 1e7 };
  const client = new ManagementClient(managementAddress(url), limits, undefined);
  const [user = "", password = ""] = administrator.split(":");
  for (let tries = 0; tries < 1200; tries += 1) {
    const { status, bytes } = await client.get("nodes", { user, password }, true);
    if (status === 200 && bytes.includes("enabled_plugins")) return;
    await sleep(100);
  }
  throw new Error("RabbitMQ never told of itself");
}

function byApi(url: string): Pick<Rabbitmq, "put" | "remove" | "asked"> {
  const asked = async (who: string, path: string, method = "GET", body?: object) => {
    const headers = { authorization: `Basic ${Buffer.from(who).toString("base64")}` };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}/api/${path}`, { method, headers, ...sent });
    return { status: answer.status, text: await answer.text() };
  };
  const done = async (path: string, method: string, body?: object) => {
    const { status, text } = await asked("guest:guest", path, method, body);
    if (status >= 300 && !(method === "DELETE" && status === 404))
      throw new Error(`${method} ${path}: ${status} ${text}`);
  };
  return { asked, put: (path, body) => done(path, "PUT", body), remove: (path) => done(path, "DELETE") };
}
