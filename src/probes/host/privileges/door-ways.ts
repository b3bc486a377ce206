import type { Gap } from "../../../verdict/outcome.ts";
import { lines } from "../collected.ts";
import type { Who } from "./people.ts";
import type { FoundWay } from "./way.ts";

interface Door {
  readonly kind: "socket" | "device";
  readonly path: string;
  readonly mode: number;
  readonly groupId: number;
}

/** Discs and tapes that people put in hold nothing of the system. */
const removable = /^\/dev\/(?:sr\d+|fd\d+|st\d+|cdrom|zram\d+|nbd\d+)$/;

/** Who may give orders to an engine over its socket, or read and write a disk past all modes. */
export function doorWays(text: string): { readonly ways: readonly FoundWay[]; readonly gaps: readonly Gap[] } {
  const doors = lines(text).flatMap((line): readonly Door[] => {
    const found = /^(socket|device)\t([0-7]{1,4})\t\d+\t(\d+)\t(\/.*)$/.exec(line);
    if (found === null) return [];
    const [, kind, mode = "", groupId, path = ""] = found;
    return [{ kind: kind as Door["kind"], path, mode: Number.parseInt(mode, 8), groupId: Number(groupId) }];
  });
  const way = ({ kind, path, mode }: Door, who: Who): FoundWay => {
    const told =
      kind === "socket"
        ? `${path} takes orders for an engine that is root`
        : `${path} is read and written past every mode of a file`;
    const shown = `${path} (mode ${mode.toString(8)})`;
    return { who, way: { by: kind, path: [shown, told], withoutPassword: true, granted: who !== "everybody" } };
  };
  const ways = doors.flatMap((door) => {
    if (door.kind === "device" && removable.test(door.path)) return [];
    const group = (door.mode & 0o020) !== 0 && door.groupId !== 0 ? [way(door, { groupId: door.groupId })] : [];
    // libvirt asks polkit about everybody who knocks.
    const open = (door.mode & (door.kind === "socket" ? 0o002 : 0o006)) !== 0 && !door.path.includes("libvirt");
    return [...group, ...(open ? [way(door, "everybody")] : [])];
  });
  return { ways: [...ways, ...listed(text, doors, way)], gaps: unread(text) };
}

/** Entries of access control lists, as `getfacl -pn` tells them; the mask takes from each what it lacks. */
function listed(text: string, doors: readonly Door[], way: (door: Door, who: Who) => FoundWay): readonly FoundWay[] {
  return text
    .split(/^acl\t# file: /m)
    .slice(1)
    .flatMap((block) => {
      const door = doors.find(({ path }) => path === block.split("\n")[0]);
      const mask = /^acl\tmask::(...)/m.exec(block)?.[1] ?? "rwx";
      if (door === undefined || !mask.includes("w")) return [];
      return [...block.matchAll(/^acl\t(user|group):(\d+):.w/gm)].map(([, kind, id]) =>
        way(door, kind === "user" ? { userId: Number(id) } : { groupId: Number(id) }),
      );
    });
}

function unread(text: string): readonly Gap[] {
  return lines(text).flatMap((line) => {
    const path = /^unread-acl\t(.*)$/.exec(line)?.[1];
    if (path === undefined) return [];
    return [
      {
        reason: `the access control list of ${path} could not be read`,
        wouldVerify: "install the package acl on the host",
      },
    ];
  });
}
