import type { Gap } from "../../verdict/outcome.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { parseGroups, parsePasswd } from "./accounts.ts";
import { type Collected, deniedPaths, lines, troubleOf } from "./collected.ts";
import { hostMounts } from "./mounts.ts";
import { doorWays } from "./privileges/door-ways.ts";
import { fileWays } from "./privileges/file-ways.ts";
import { groupWays } from "./privileges/group-ways.ts";
import { hookWays } from "./privileges/hook-ways.ts";
import { parsePathModes } from "./privileges/path-modes.ts";
import { people } from "./privileges/people.ts";
import { doasWays, polkitWays, suWays } from "./privileges/rule-ways.ts";
import { rootEntries, scheduleWays } from "./privileges/schedule-ways.ts";
import { capabilityWays, setIdWays } from "./privileges/set-id-ways.ts";
import { addClosure, addSudoWays } from "./privileges/sudo-closure.ts";
import { parseHostNames, readSudoers } from "./privileges/sudo-world.ts";
import { parseToldFiles } from "./privileges/told-files.ts";
import { unitWays } from "./privileges/unit-ways.ts";
import { Ways } from "./privileges/way.ts";

/** Sections on which it rests; one that its host has no program for is left out where that means there is nothing to see. */
const sections = [
  ...[
    "sudoers-files",
    "host-names",
    "other-rules",
    "crontabs",
    "hook-lines",
    "unit-programs",
    "loose-files",
    "named-paths",
  ],
  ...["open-doors", "risky-modes", "elsewhere-setid", "file-capabilities"],
] as const;
const sparable: readonly string[] = ["sudoers-files", "unit-programs"];

/** Who is root on the host, or can come to be, and by which ways. */
export function hostPrivileges(from: Collected): FactsOf<"host-privileges"> {
  const all = people(parsePasswd(from.text("passwd")), parseGroups(from.text("groups")));
  const text = (name: (typeof sections)[number]) => from.section(name).bytes.toString("utf8");
  const paths = parsePathModes(text("named-paths"));
  const rules = parseToldFiles(text("other-rules"));
  const { sudoers, gaps: sudoGaps } = readSudoers(text("sudoers-files"), text("host-names"));
  const now = new Date(Number(from.section("clock").bytes.toString().trim()) * 1000);
  const world = { sudoers, host: parseHostNames(text("host-names")).host, people: all, paths, now };

  const root = new Ways(all);
  const raised = new Ways(all);
  for (const { name, userId } of all.accounts)
    if (userId === 0) root.addFor(name, { by: "user-id", path: ["user id 0"], withoutPassword: true, granted: true });
  const programs = lines(text("other-rules")).flatMap((line) => /^program\t.*\/(\w+)$/.exec(line)?.[1] ?? []);
  const files = [...rules.files.values()];
  const doas = doasWays(programs.includes("doas") ? files.filter(({ path }) => path.startsWith("/etc/doas")) : [], all);
  const polkit = polkitWays(
    files.filter(({ path }) => path.includes("/polkit-1/")),
    programs.includes("pkexec"),
    all,
  );
  const doors = doorWays(text("open-doors"));
  const capabilities = capabilityWays(text("file-capabilities"));
  const groups = groupWays(all);
  root.add([...groups.root, ...doors.ways, ...doas.root, ...polkit.root, ...suWays(rules.files, all)]);
  root.add([...fileWays(text("loose-files")), ...capabilities.root]);
  root.add(setIdWays(text("risky-modes"), text("elsewhere-setid"), all, hostMounts(from).mounts));
  root.add(scheduleWays(rootEntries(parseToldFiles(text("crontabs")).files.values()), paths, all));
  root.add(hookWays(text("hook-lines"), paths, all));
  root.add(unitWays(text("unit-programs"), paths, all));
  raised.add([...groups.raised, ...doas.raised, ...polkit.raised, ...capabilities.raised]);
  addSudoWays(world, root, raised);
  addClosure(world, root, raised);

  return {
    rootEquivalents: root.toList(),
    raised: raised.toList(),
    unseen: [...unseen(from), ...sudoGaps, ...doors.gaps, ...doas.gaps, ...polkit.gaps],
  };
}

/** What kept a section from telling all of it: each could hold a further way. */
function unseen(from: Collected): readonly Gap[] {
  return sections.flatMap((name) => {
    const section = from.section(name);
    if (section.exitCode === 127 && sparable.includes(name)) return [];
    const trouble = troubleOf(name, section);
    if (trouble !== undefined) return [{ reason: trouble.message, wouldVerify: trouble.wouldVerify }];
    const denied = deniedPaths(section.stderr);
    if (denied.length === 0)
      return /timed out/.test(section.stderr)
        ? [{ reason: `${name} took too long`, wouldVerify: "run it again when the host is less busy" }]
        : [];
    const more = denied.length > 1 ? ` and ${denied.length - 1} more` : "";
    return [{ reason: `${denied[0]}${more} may not be read`, wouldVerify: "run as root on the host" }];
  });
}
