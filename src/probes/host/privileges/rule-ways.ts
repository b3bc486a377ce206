import type { Gap } from "../../../verdict/outcome.ts";
import type { SudoAccount } from "../sudo/request.ts";
import { commandPower } from "./command-power.ts";
import type { People, Who } from "./people.ts";
import type { ToldFile } from "./told-files.ts";
import type { FoundWay } from "./way.ts";

interface Found {
  readonly root: readonly FoundWay[];
  readonly raised: readonly FoundWay[];
  readonly gaps: readonly Gap[];
}

const groupNamed = ({ groups }: People, name: string): readonly Who[] =>
  groups.filter((it) => it.name === name).map(({ groupId }) => ({ groupId }));

/** Rules of doas(1): the last one that speaks of an account counts. */
export function doasWays(files: Iterable<ToldFile>, people: People): Found {
  const rules = [...files].flatMap(({ path, text }) =>
    text
      .replace(/\\\n/g, " ")
      .split("\n")
      .flatMap((line, at) => {
        const found =
          /^\s*(permit|deny)\s+((?:nopass|persist|keepenv|nolog|setenv\s*\{[^}]*\})\s+)*(\S+)(?:\s+as\s+(\S+))?(?:\s+cmd\s+(\S+)(?:\s+args\b(.*))?)?\s*(?:#.*)?$/.exec(
            line,
          );
        if (found === null) return [];
        const [, action, , who = "", as, command, args] = found;
        return [
          {
            place: `${path}:${at + 1}`,
            allows: action === "permit",
            nopass: /\bnopass\b/.test(line),
            who,
            as,
            command,
            args,
          },
        ];
      }),
  );
  const isAbout = (who: string, account: SudoAccount) =>
    who.startsWith(":")
      ? account.groups.some(({ name }) => name === who.slice(1))
      : who === account.name || Number(who) === account.userId;
  const ways = people.accounts
    .filter(({ userId }) => userId !== 0)
    .flatMap((account) => {
      const own = rules.filter((it) => isAbout(it.who, account) && (it.as === undefined || it.as === "root"));
      return own
        .filter(
          (it, at) => it.allows && !own.slice(at + 1).some((later) => !later.allows && later.command === undefined),
        )
        .map((rule) => {
          const power =
            rule.command === undefined
              ? { level: "root" as const, because: "it may run every program" }
              : commandPower(rule.command, rule.args?.trim() ?? undefined, true);
          const path = [
            `doas ${rule.nopass ? "without a password" : "with its own password"}: ${rule.command ?? "every program"} (${rule.place})`,
            power.because,
          ];
          return {
            level: power.level,
            found: {
              who: { userId: account.userId },
              way: { by: "doas" as const, path, withoutPassword: rule.nopass, granted: true },
            },
          };
        });
    });
  const of = (isRoot: boolean) => ways.filter(({ level }) => (level === "root") === isRoot).map(({ found }) => found);
  return { root: of(true), raised: of(false), gaps: [] };
}

/**
 * Lines of PAM that let members of a group, or everybody, become root by su(1) without root's password, those of files
 * that its own one includes among them.
 */
export function suWays(
  files: ReadonlyMap<string, ToldFile>,
  people: People,
  path = "/etc/pam.d/su",
): readonly FoundWay[] {
  const file = files.get(path);
  return (file?.text ?? "").split("\n").flatMap((line, at): readonly FoundWay[] => {
    const included = /^\s*(?:@include|auth\s+(?:include|substack))\s+([\w.-]+)/.exec(line)?.[1];
    if (included !== undefined && path === "/etc/pam.d/su") return suWays(files, people, `/etc/pam.d/${included}`);
    const found =
      /^\s*auth\s+(sufficient|\[.*success=(?:done|\d+).*\])\s+\S*?(pam_wheel|pam_permit|pam_succeed_if)\.so\b(.*)$/.exec(
        line,
      );
    if (found === null) return [];
    const [, , module, options = ""] = found;
    const way = {
      by: "su" as const,
      path: [`su without a password (${file?.path}:${at + 1})`],
      withoutPassword: true,
      granted: true,
    };
    if (module === "pam_permit") return [{ who: "everybody" as const, way: { ...way, granted: false } }];
    if (module === "pam_wheel" && (!/\btrust\b/.test(options) || /\bdeny\b/.test(options))) return [];
    const group = /\bgroup=(\S+)/.exec(options)?.[1] ?? /\bingroup\s+(\S+)/.exec(options)?.[1];
    if (module === "pam_succeed_if" && group === undefined) return [];
    const wheel = groupNamed(people, group ?? "wheel");
    return (wheel.length > 0 ? wheel : [{ groupId: 0 }]).map((who) => ({ who, way }));
  });
}

/** Actions of polkit that are as much as root. */
const mighty =
  /org\.freedesktop\.(?:policykit\.exec|systemd1\.|machine1\.|packagekit\.|accounts\.|login1\.set-)|org\.libvirt\.unix\.manage|indexOf\(\s*["']org\.(?:freedesktop\.)?["']|org\.debian\.apt/;

/** Rules of polkit: who counts as an administrator, and to whom an action is given without asking. */
export function polkitWays(files: readonly ToldFile[], hasPkexec: boolean, people: People): Found {
  const root: FoundWay[] = [];
  const gaps: Gap[] = [];
  for (const { path, text } of files) {
    const plain = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
    for (const [, block = ""] of plain.matchAll(/addAdminRule\s*\(([\s\S]*?)\}\s*\)/g))
      for (const [, kind, name = ""] of block.matchAll(/unix-(group|user):([\w.-]+)/g)) {
        const who =
          kind === "group"
            ? groupNamed(people, name)
            : people.accounts.filter((it) => it.name === name).map(({ userId }) => ({ userId }));
        if (hasPkexec)
          root.push(
            ...who.map((it) => ({
              who: it,
              way: {
                by: "polkit" as const,
                path: [
                  `polkit takes it for an administrator (${path})`,
                  "pkexec runs every program for it, with its own password",
                ],
                withoutPassword: false,
                granted: true,
              },
            })),
          );
      }
    const own = path.startsWith("/etc/") || path.startsWith("/usr/local/") || path.startsWith("/var/");
    for (const block of plain.split(/addRule\s*\(/).slice(1)) {
      if (!/Result\.YES/.test(block) || !own) continue;
      const whos = [
        ...[...block.matchAll(/isInGroup\(\s*["']([\w.-]+)["']\s*\)/g)].flatMap(([, name = ""]) =>
          groupNamed(people, name),
        ),
        ...[...block.matchAll(/subject\.user\s*===?\s*["']([\w.-]+)["']/g)].flatMap(([, name]) =>
          people.accounts.filter((it) => it.name === name).map(({ userId }) => ({ userId })),
        ),
      ];
      const isMighty = mighty.test(block) || !/action\.id/.test(block);
      if (whos.length === 0 || !isMighty) {
        if (isMighty)
          gaps.push({
            reason: `a rule of polkit says yes to somebody: ${path}`,
            wouldVerify: `look by hand to whom ${path} gives what`,
          });
        continue;
      }
      root.push(
        ...whos.map((who) => ({
          who,
          way: {
            by: "polkit" as const,
            path: [`polkit says yes without a password (${path})`],
            withoutPassword: true,
            granted: true,
          },
        })),
      );
    }
    if (path.endsWith(".pkla") && mighty.test(text) && /^Result(?:Any|Active|Inactive)=yes/m.test(text))
      for (const [, kind, name = ""] of text.matchAll(/unix-(group|user):([\w.-]+)/g)) {
        const who =
          kind === "group"
            ? groupNamed(people, name)
            : people.accounts.filter((it) => it.name === name).map(({ userId }) => ({ userId }));
        root.push(
          ...who.map((it) => ({
            who: it,
            way: {
              by: "polkit" as const,
              path: [`polkit says yes without a password (${path})`],
              withoutPassword: true,
              granted: true,
            },
          })),
        );
      }
  }
  return { root, raised: [], gaps };
}
