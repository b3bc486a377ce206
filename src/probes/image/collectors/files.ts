import type { z } from "zod";
import type { imageFilesSchema } from "../facts/files.ts";
import type { Collector, LayerEntry } from "./collector.ts";
import { fileCapabilities } from "./files/file-capabilities.ts";
import { mayBeSample, sampleIn } from "./files/samples.ts";
import { kindOfTool } from "./files/tools.ts";
import { type OwnedFiles, ownedFiles, ownersAmong, packagedFiles, wantsOwners } from "./packaged-files.ts";

type Facts = z.output<typeof imageFilesSchema>;
interface Note {
  readonly owned?: OwnedFiles;
  readonly sample?: string;
}

const pageLimit = 256 * 1024;
const caps = { setId: 500, capabilities: 200, worldWritable: 200, devices: 200, samples: 200, tools: 500 } as const;

/** Files that matter for hardening: by mode and type, by capability, by what they are for, and by what is in them. */
export const files: Collector<Facts, Note> = {
  wants: (entry) => wantsOwners(entry) || (entry.type === "file" && mayBeSample(entry.path) ? pageLimit : 0),
  note: (entry, content) => {
    if (wantsOwners(entry) > 0) return { owned: ownedFiles(entry, content) };
    const sample = entry.type === "file" && mayBeSample(entry.path) ? sampleIn(content) : undefined;
    return sample === undefined ? undefined : { sample };
  },
  conclude: (view) => {
    const { owner } = packagedFiles(ownersAmong(view.visible), view);
    const told = (entry: LayerEntry) => {
      const name = owner(entry.path);
      const mode = entry.mode.toString(8).padStart(4, "0");
      const { userId, groupId } = entry;
      return { path: `/${entry.path}`, mode, userId, groupId, ...(name ? { package: name } : {}) };
    };
    const found = {
      setId: [] as Facts["setId"],
      capabilities: [] as Facts["capabilities"],
      worldWritable: [] as Facts["worldWritable"],
      devices: [] as Facts["devices"],
      tools: [] as Facts["tools"],
    };
    let count = 0;
    let bytes = 0;
    for (const entry of view.entries.values()) {
      const isFile = entry.type === "file" || entry.type === "hardlink";
      if (isFile) count += 1;
      if (isFile && (entry.mode & 0o6000) !== 0) found.setId.push(told(entry));
      if (entry.capability !== undefined)
        found.capabilities.push({ ...told(entry), capabilities: fileCapabilities(entry.capability) });
      if (isWorldWritable(entry)) found.worldWritable.push(told(entry));
      if (entry.type === "device") found.devices.push(told(entry));
      if (entry.type === "file") bytes += entry.size;
      const kind = isFile && (entry.mode & 0o111) !== 0 ? kindOfTool(entry.path) : undefined;
      if (kind !== undefined) found.tools.push({ path: `/${entry.path}`, kind });
    }
    const samples = view.visible.flatMap(({ entry, note }) =>
      note.sample === undefined ? [] : [{ path: `/${entry.path}`, what: note.sample }],
    );
    return capped({ files: count, bytes, ...found, samples, unseen: [...view.unseen] });
  },
};

/** Links have no mode of their own; a folder with the sticky bit lets nobody touch others' files (unlink(2)). */
function isWorldWritable({ type, mode }: LayerEntry): boolean {
  if ((mode & 0o002) === 0) return false;
  return type === "folder" ? (mode & 0o1000) === 0 : type === "file" || type === "hardlink";
}

/** Lists that would not end are cut, which is said: what isn't listed can't be cleared. */
function capped(facts: Facts): Facts {
  const cut: Partial<Facts> = {};
  const unseen = [...facts.unseen];
  for (const [name, cap] of Object.entries(caps) as [keyof typeof caps, number][]) {
    const all = facts[name];
    if (all.length <= cap) continue;
    Object.assign(cut, { [name]: all.slice(0, cap) });
    unseen.push({
      reason: `only ${cap} of ${all.length} are listed: ${name}`,
      wouldVerify: "mend the ones that are listed",
    });
  }
  return { ...facts, ...cut, unseen };
}
