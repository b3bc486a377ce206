import type { FactsOf } from "../../fact-kinds.ts";
import { lines } from "../collected.ts";
import { type OwnedFile, parseOwnedFiles } from "../files.ts";
import { isPowerful } from "./command-power.ts";
import { rootGroup } from "./group-ways.ts";
import type { People, Who } from "./people.ts";
import type { FoundWay } from "./way.ts";

/** Programs that give root's rights to whom they should, where distributions keep them. */
const guarded =
  /\/(?:usr\/)?s?bin\/(?:su|sudo|sudoedit|doas|pkexec|mount|umount|passwd|chsh|chfn|gpasswd|newgrp|newuidmap|newgidmap|fusermount3?|crontab|at|batch|ping|ping6|mount\.\w+|ksu|chage|expiry|screen|wall|write|bsd-write|ssh-agent|dumpcap|sg|pppd|mtr-packet|unix_chkpwd)$|\/usr\/(?:lib|libexec)\//;

const programOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

function startedBy({ mode, groupId }: OwnedFile): readonly Who[] {
  if ((mode & 0o001) !== 0) return ["everybody"];
  return (mode & 0o010) !== 0 && groupId !== 0 ? [{ groupId }] : [];
}

/**
 * Programs with the set-uid bit of root, or the set-gid bit of a group that is as much, that do what their caller says; and
 * any such program where users keep their own files, unless the bit doesn't count there.
 */
export function setIdWays(system: string, elsewhere: string, { groups }: People, mounts: Mounts): readonly FoundWay[] {
  const found = [
    ...parseOwnedFiles(system).map((file) => ({ file, known: isPowerful(programOf(file.path)) })),
    ...parseOwnedFiles(elsewhere).map((file) => ({ file, known: true })),
  ];
  return found.flatMap(({ file, known }): readonly FoundWay[] => {
    const group = groups.find(({ groupId }) => groupId === file.groupId)?.name ?? "";
    const isRoots = (file.mode & 0o4000) !== 0 && file.userId === 0;
    const isGroups = (file.mode & 0o2010) === 0o2010 && rootGroup(group) !== undefined;
    if (file.folder || guarded.test(file.path) || !(isRoots || isGroups) || !known || ignoresSetId(file.path, mounts))
      return [];
    const because = isRoots
      ? isPowerful(programOf(file.path))
        ? "it runs as root, and does what its caller says"
        : "it runs as root, and no program of the system lies there"
      : `it runs with the group ${group}: ${rootGroup(group)}`;
    const way = {
      by: "set-id" as const,
      path: [`${file.path} (mode ${file.mode.toString(8)})`, because],
      withoutPassword: true,
      granted: false,
    };
    return startedBy(file).map((who) => ({ who, way }));
  });
}

type Mounts = FactsOf<"host-mounts">["mounts"];

function ignoresSetId(path: string, mounts: Mounts): boolean {
  const around = mounts.filter(({ target }) => target === "/" || path.startsWith(`${target}/`));
  const [nearest] = around.toSorted((a, b) => b.target.length - a.target.length);
  return nearest?.options.includes("nosuid") === true;
}

const mighty =
  /cap_(?:setuid|setgid|dac_override|dac_read_search|sys_admin|sys_ptrace|sys_module|chown|fowner|setfcap|sys_rawio)/g;

/** Folders in which users, or programs for them, put files. */
const usersOwn = /^\/(?:home|root|tmp|var\/tmp|var\/www|srv|dev\/shm)\//;

/** Programs whose file gives them powers that are as much as root's (capabilities(7)), as `getcap -r` tells them. */
export function parseCapabilities(text: string): readonly { readonly path: string; readonly powers: string[] }[] {
  return lines(text).flatMap((line) => {
    const [, path = "", said = ""] = /^(\/.*?) (?:= )?((?:cap_|=).*)$/.exec(line) ?? [];
    const powers = [...new Set(said.match(mighty) ?? (/^=\S*[ep]/.test(said) ? ["all of them"] : []))];
    return path === "" || powers.length === 0 || guarded.test(path) || !/[+=]\w*[ep]/.test(said)
      ? []
      : [{ path, powers }];
  });
}

export function capabilityWays(text: string): {
  readonly root: readonly FoundWay[];
  readonly raised: readonly FoundWay[];
} {
  const found = parseCapabilities(text).map(({ path, powers }) => {
    const isElsewhere = usersOwn.test(path);
    const because = `its file gives it ${powers.join(", ")}${isElsewhere ? ", and no program of the system lies there" : ""}`;
    const way = { by: "capability" as const, path: [path, because], withoutPassword: true, granted: false };
    return { powerful: isElsewhere || isPowerful(programOf(path)), found: { who: "everybody" as const, way } };
  });
  return {
    root: found.filter(({ powerful }) => powerful).map((it) => it.found),
    raised: found.filter(({ powerful }) => !powerful).map((it) => it.found),
  };
}
