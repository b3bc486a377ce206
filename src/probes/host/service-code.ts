import type { FactsOf } from "../fact-kinds.ts";
import { userNames } from "./accounts.ts";
import { type Collected, lines } from "./collected.ts";
import { unseenProcesses } from "./confinement.ts";
import { type OwnedFile, parseOwnedFiles } from "./files.ts";
import { parseUnits, readProcesses } from "./processes.ts";

interface Ids {
  userId: number;
  readonly groupIds: number[];
}

/** `status PATH:Uid: …` lines: the effective user and all groups of each process. */
function idsOf(text: string): ReadonlyMap<number, Ids> {
  const found = new Map<number, Ids>();
  for (const line of lines(text)) {
    const [, id, field, values = ""] = /^status\t\/proc\/(\d+)\/status:(Uid|Gid|Groups):\s*(.*)$/.exec(line) ?? [];
    if (id === undefined) continue;
    const numbers = values
      .split(/\s+/)
      .filter((it) => it !== "")
      .map(Number);
    const known = found.get(Number(id)) ?? { userId: -1, groupIds: [] };
    if (field === "Uid") known.userId = numbers[1] ?? -1;
    else known.groupIds.push(...(field === "Gid" ? numbers.slice(1, 2) : numbers));
    found.set(Number(id), known);
  }
  return found;
}

function canWrite({ mode, userId, groupId }: OwnedFile, ids: Ids): boolean {
  if (userId === ids.userId) return true;
  if (ids.groupIds.includes(groupId)) return (mode & 0o020) !== 0;
  return (mode & 0o002) !== 0;
}

/** Programs and scripts of processes that their own user can change, in place or by the folder they lie in. */
export function hostServiceCode(from: Collected): FactsOf<"host-service-code"> {
  const text = from.text("service-code");
  const processes = readProcesses(from);
  if (!processes.has(1)) throw unseenProcesses();
  const ids = idsOf(text);
  const names = userNames(from);
  const units = parseUnits(from.section("cgroups").bytes.toString());
  const files = new Map(parseOwnedFiles(text).map((file) => [file.path, file]));
  const runs = lines(text).flatMap((line) => {
    const [, id, path = ""] = /^runs\t(\d+)\t(\/.*)$/.exec(line) ?? [];
    return id === undefined ? [] : [{ processId: Number(id), path }];
  });
  const writable = runs.flatMap(({ processId, path }) => {
    const own = ids.get(processId);
    const folder = files.get(path.slice(0, path.lastIndexOf("/")) || "/");
    // In a folder with the sticky bit nobody but its owner replaces what belongs to another.
    const open = [files.get(path), folder !== undefined && (folder.mode & 0o1000) === 0 ? folder : undefined];
    const found = open.find((it) => it !== undefined && own !== undefined && canWrite(it, own));
    if (found === undefined || own === undefined) return [];
    const mode = (found.mode & 0o7777).toString(8).padStart(4, "0");
    return [
      {
        ...{ process: processes.get(processId)?.name ?? String(processId), processId, path: found.path, mode },
        ...{ user: names.get(own.userId) ?? String(own.userId), unit: units.get(processId) },
      },
    ];
  });
  const others = [...processes.values()].filter(({ userIds }) => userIds.effective !== 0);
  const seen = new Set(runs.map(({ processId }) => processId));
  return {
    processes: seen.size,
    unseen: others.filter(({ processId, executable }) => executable === undefined && !seen.has(processId)).length,
    writable: [...new Map(writable.map((it) => [`${it.processId} ${it.path}`, it])).values()],
  };
}
