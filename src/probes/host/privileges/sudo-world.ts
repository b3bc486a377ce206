import type { Gap } from "../../../verdict/outcome.ts";
import { lines } from "../collected.ts";
import { parseSudoersFiles } from "../sudo/parse.ts";
import type { SudoHost } from "../sudo/request.ts";
import type { Sudoers } from "../sudo/sudoers.ts";
import { parseToldFiles, type ToldFile } from "./told-files.ts";

/** sudo reads no file that others than root can change. */
function refusal({ mode, userId, groupId }: ToldFile): string | undefined {
  if (userId !== 0) return "sudo leaves the file out, since it does not belong to root";
  if ((mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && groupId !== 0))
    return "sudo leaves the file out, since others can write it";
  return undefined;
}

/** The host's names and addresses, and where else it takes accounts and rules from. */
export function parseHostNames(text: string) {
  const all = lines(text);
  const names = all.filter((it) => /^[\w.-]+$/.test(it) && it !== "merged");
  const addresses = all.flatMap((it) => /^address\t(\S+)$/.exec(it)?.[1] ?? []);
  const host: SudoHost = {
    names: [...new Set([...names, ...names.map((it) => it.split(".")[0] ?? it)])],
    addresses,
    merged: all.includes("merged"),
  };
  const elsewhere = all.flatMap((it) => {
    const [, what = "", sources = ""] = /^(sudoers|passwd|group):(.*)$/.exec(it) ?? [];
    return sources
      .split(/\s+/)
      .filter((source) => /^(?:sss|ldap|winbind|nis|nisplus|compat|db|hesiod)$/.test(source))
      .map((source) => ({ what, source }));
  });
  return { host, elsewhere };
}

/** All rules that sudo follows, and what could not be told of them. */
export function readSudoers(
  text: string,
  hostNames: string,
): { readonly sudoers: Sudoers; readonly gaps: readonly Gap[] } {
  const { files, folders } = parseToldFiles(text);
  const { host, elsewhere } = parseHostNames(hostNames);
  const told = new Map(
    [...files].map(([path, file]) => {
      const refused = refusal(file);
      return [path, refused === undefined ? { text: file.text } : { text: file.text, refused }] as const;
    }),
  );
  // The rewrite of sudo in another language has a file of its own, which it takes before the common one.
  const main = files.has("/etc/sudoers-rs") ? "/etc/sudoers-rs" : "/etc/sudoers";
  const sudoers = parseSudoersFiles(main, { files: told, folders, hostName: host.names[0]?.split(".")[0] ?? "" });
  const gaps = [
    ...sudoers.flaws.map(({ place, reason }) => ({
      reason: `${place.file}:${place.line} is not understood: ${reason}`,
      wouldVerify: "mend the line, as `visudo -c` asks",
    })),
    ...elsewhere.map(({ what, source }) => ({
      reason: `${what === "sudoers" ? "rules of sudo" : what === "passwd" ? "accounts" : "groups"} also come from ${source}, which was not asked`,
      wouldVerify: `look by hand what ${source} gives to whom on this host`,
    })),
    ...foreignMembers(sudoers),
    ...(/^\s*Plugin\s+(?!sudoers_(?:policy|io|audit)\s+sudoers\.so\s*$)/m.test(files.get("/etc/sudo.conf")?.text ?? "")
      ? [
          {
            reason: "sudo takes its rules from a plug-in of its own (/etc/sudo.conf)",
            wouldVerify: "look by hand at what the plug-in allows",
          },
        ]
      : []),
  ];
  return { sudoers, gaps };
}

/** Netgroups and groups of other sources, whose members nobody on the host can list. */
function foreignMembers({ rules, aliases }: Sudoers): readonly Gap[] {
  const members = [...rules.flatMap(({ users }) => users), ...[...aliases.user.values()].flat()];
  const named = members.filter(({ kind }) => kind === "netgroup" || kind === "other-group").map(({ text }) => text);
  return [...new Set(named)].map((name) => ({
    reason: `sudo has rules for ${name}, whose members are kept elsewhere`,
    wouldVerify: `look by hand who belongs to ${name}`,
  }));
}
