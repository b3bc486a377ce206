import { createHash, createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Trouble } from "../../../transports/trouble.ts";
import type { KnownLogs } from "./timestamp-signature.ts";

const logSchema = z.looseObject({ key: z.string() });
const listSchema = z.looseObject({
  operators: z.array(z.looseObject({ logs: z.array(logSchema).optional(), tiled_logs: z.array(logSchema).optional() })),
});

/** The keys in a list of logs in the JSON format (version 3) that browsers publish; ids are counted, not believed. */
export function logsOf(list: unknown): KnownLogs | undefined {
  const parsed = listSchema.safeParse(list);
  if (!parsed.success) return undefined;
  const logs = parsed.data.operators.flatMap((it) => [...(it.logs ?? []), ...(it.tiled_logs ?? [])]);
  try {
    const keys = logs.map(({ key }) => Buffer.from(key, "base64"));
    return new Map(
      keys.map((der) => [
        createHash("sha256").update(der).digest("hex"),
        createPublicKey({ key: der, format: "der", type: "spki" }),
      ]),
    );
  } catch {
    return undefined;
  }
}

/** The logs of the estate's file; none without one. */
export async function knownLogs(file: string | undefined): Promise<KnownLogs | Trouble> {
  if (file === undefined) return new Map();
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const kind = code === "EACCES" || code === "EPERM" ? "denied" : "unreachable";
    return { kind, message: `can't read ${file} (${code})`, wouldVerify: `make ${file} readable for this user` };
  }
  try {
    const logs = logsOf(JSON.parse(text));
    if (logs) return logs;
  } catch {
    // Not even JSON: the same trouble as any other wrong content.
  }
  return {
    kind: "unparsable",
    message: `${file} is no list of certificate transparency logs`,
    wouldVerify: `put a log list in JSON, version 3, into ${file}`,
    excerpt: text.slice(0, 200),
  };
}
