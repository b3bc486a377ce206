import { TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, lines } from "./collected.ts";

const rare = ["dccp", "sctp", "rds", "tipc", "cramfs", "freevxfs", "hfs", "hfsplus", "jffs2"];

/** `WORD NAME` lines by tabs: what is loaded, built in, there on disk, refused by modprobe. */
export function hostModules(from: Collected): FactsOf<"host-modules"> {
  const said = lines(from.text("kernel-modules"));
  const has = (word: string, name: string) => said.includes(`${word}\t${name}`);
  const listed = said.some((line) => line.startsWith("list\t"));
  const loading = said.includes("none") ? "none" : said.includes("closed") ? "closed" : "open";
  return {
    loading,
    modules: rare.map((name) => ({
      name,
      loaded: has("loaded", name) || has("builtin", name),
      there: listed ? has("there", name) : undefined,
      refused: has("refused", name),
    })),
  };
}

export function hostAccessControl(from: Collected): FactsOf<"host-access-control"> {
  const said = lines(from.text("access-control"));
  const value = (word: string) => said.find((line) => line.startsWith(`${word}\t`))?.slice(word.length + 1);
  const profiles = said.flatMap((line) => {
    const [, count, mode = ""] = /^\s*(\d+) profile\t\((\w+)\)$/.exec(line) ?? [];
    return count === undefined ? [] : [{ mode, count: Number(count) }];
  });
  const sum = (of: (mode: string) => boolean) =>
    profiles.filter(({ mode }) => of(mode)).reduce((all, { count }) => all + count, 0);
  const selinux = value("selinux")?.trim();
  return {
    visible: said.includes("mounted") || selinux !== undefined,
    active: value("modules")?.trim().split(",") ?? (value("apparmor")?.trim() === "Y" ? ["apparmor"] : undefined),
    profiles:
      profiles.length === 0
        ? undefined
        : {
            enforce: sum((mode) => mode === "enforce" || mode === "kill"),
            other: sum((mode) => mode !== "enforce" && mode !== "kill"),
          },
    enforcing: selinux === undefined ? undefined : selinux === "1",
  };
}

/** Where nothing of other processes can be seen, /proc tells of our own alone (hidepid, proc(5)). */
export function unseenProcesses(): TroubleError {
  return new TroubleError({
    kind: "denied",
    message: "the processes of others could not be seen",
    wouldVerify: "run as root on the host",
  });
}
