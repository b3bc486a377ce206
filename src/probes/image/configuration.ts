import type { FactsOf } from "../fact-kinds.ts";
import type { Collector, ImageConfiguration } from "./collectors/collector.ts";
import { redactedArguments, redactedText } from "./redacted.ts";

const passwd = "etc/passwd";
const mostBytes = 4 * 1024 * 1024;

/** The configuration of an image, with the user it names looked up in the image's own accounts. */
export const configurationCollector: Collector<FactsOf<"image-configuration">, string> = {
  wants: ({ path }) => (path === passwd ? mostBytes : 0),
  note: ({ path, size }, content) => (path === passwd && size <= mostBytes ? content.toString("latin1") : undefined),
  conclude: ({ configuration: it, visible, unseen }) => {
    const accounts = visible.find(({ entry }) => entry.path === passwd)?.note;
    // A layer that can't be read may hold other accounts; a number needs none.
    const userId = userIdOf(it.user, unseen.length === 0 ? accounts : undefined);
    return {
      user: it.user,
      ...(userId !== undefined && { userId }),
      entrypoint: redactedArguments(it.entrypoint),
      command: redactedArguments(it.command),
      ports: [...it.ports],
      volumes: [...it.volumes],
      environment: it.environment.map((variable) => variable.split("=", 1)[0] ?? ""),
      labels: Object.fromEntries(Object.entries(it.labels).map(([name, value]) => [name, redactedLabel(name, value)])),
      ...healthcheckOf(it),
      ...(it.stopSignal !== undefined && { stopSignal: it.stopSignal }),
    };
  },
};

const redactedLabel = (name: string, value: string) => redactedText(`${name}=${value}`).slice(name.length + 1);

function healthcheckOf({ healthcheck }: ImageConfiguration): { readonly healthcheck?: "none" | "set" } {
  if (healthcheck === undefined || healthcheck.length === 0) return {};
  return { healthcheck: healthcheck[0] === "NONE" ? "none" : "set" };
}

/**
 * The uid that a container's process gets for `user`, `user:group`, `uid` or `uid:gid`, as runtimes find it: a number is
 * always a uid, nothing is root, and the first account of a name counts.
 *
 * @param accounts text of the image's /etc/passwd
 * @returns nothing for a name that isn't there
 */
export function userIdOf(user: string, accounts: string | undefined): number | undefined {
  const name = user.split(":")[0] ?? "";
  if (name === "") return 0;
  if (/^[+-]?\d+$/.test(name)) return Number(name);
  const line = accounts?.split("\n").find((it) => it.trim().split(":")[0] === name);
  if (line === undefined) return undefined;
  // Runtimes take what is no number for 0.
  const id = line.trim().split(":")[2] ?? "";
  return /^\+?\d{1,10}$/.test(id) ? Number(id) : 0;
}
