import type { Gap } from "../../verdict/outcome.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, lines } from "./collected.ts";
import { parseKeyLine } from "./key-line.ts";
import type { AuthorizedKey } from "./ssh-facts.ts";

type Facts = FactsOf<"host-authorized-keys">;

/** The keys of an account by `key ACCOUNT FILE LINE TEXT` by tabs; lines in which sshd finds no key make none. */
function readKeys(told: readonly string[]): ReadonlyMap<string, readonly AuthorizedKey[]> {
  const found = new Map<string, AuthorizedKey[]>();
  for (const { account, file, line, text } of told.flatMap((it) => placed("key", it))) {
    const key = parseKeyLine(text.replace(/\r$/, ""));
    if (key === undefined) continue;
    found.set(account, [...(found.get(account) ?? []), { file, line, ...key }]);
  }
  return found;
}

function placed(kind: string, told: string) {
  const [, account = "", file = "", line = "", text = ""] =
    /^(?:key|principal)\t([^\t]*)\t([^\t]*)\t(\d+)\t(.*)$/s.exec(told) ?? [];
  return told.startsWith(`${kind}\t`) && line !== "" ? [{ account, file, line: Number(line), text }] : [];
}

const byRoot = "run as root on the host, with its homes at hand";
const kept: Readonly<Record<string, (account: string) => Gap>> = {
  denied: (account) => ({ reason: `the authorized keys of ${account} may not be read`, wouldVerify: byRoot }),
  unseen: (account) => ({
    reason: `the home of ${account} could not be looked into: it is on another machine, or did not answer`,
    wouldVerify: byRoot,
  }),
  more: (account) => ({
    reason: `${account} has more authorized keys than are looked at`,
    wouldVerify: "remove those that nobody needs: at most 200 lines and 64 KiB of an account are looked at",
  }),
  principals: (account) => ({
    reason: `the principals of certificates for ${account} were not all looked at`,
    wouldVerify: "keep AuthorizedPrincipalsFile outside the homes, and run as root",
  }),
};

export function hostAuthorizedKeys(from: Collected): Facts {
  if (from.absent("sshd-version")) {
    // Keys in homes open nothing without a daemon, but may do so tomorrow.
    return { ...fromFiles(from), commands: [], authorities: [] };
  }
  const authorities = lines(from.text("sshd-authorities"));
  const files = fromFiles(from);
  const commands = commandsOf(from);
  return {
    ...files,
    commands,
    authorities:
      readKeys(authorities)
        .get("-")
        ?.map((it) => ({ ...it, certAuthority: true })) ?? [],
    unseen: [
      ...files.unseen,
      ...authorities.flatMap((it) => {
        const [kind, file] = it.split("\t");
        return kind === "unseen"
          ? [{ reason: `${file}, of TrustedUserCAKeys, could not be read`, wouldVerify: byRoot }]
          : [];
      }),
      ...commands.map(({ command }) => ({
        reason: `whose keys ${command} gives out can't be seen`,
        wouldVerify: "list the keys it gives out, or use AuthorizedKeysFile",
      })),
    ],
  };
}

function fromFiles(from: Collected): Omit<Facts, "commands" | "authorities"> {
  const section = from.section("authorized-keys");
  if (section.truncated) {
    const gap = { reason: "there are more authorized keys than fit", wouldVerify: "look by hand: too many of them" };
    return { ...keysOf(lines(section.bytes.toString()).slice(0, -1)), ...unseenOf([], [gap]) };
  }
  const told = lines(from.text("authorized-keys"));
  return { ...keysOf(told), ...unseenOf(told, []) };
}

function keysOf(told: readonly string[]): Pick<Facts, "accounts" | "principals"> {
  return {
    accounts: [...readKeys(told)].map(([account, keys]) => ({ account, keys: [...keys] })),
    principals: told.flatMap((it) => placed("principal", it)),
  };
}

function unseenOf(told: readonly string[], others: readonly Gap[]): Pick<Facts, "unseen"> {
  const gaps = told.flatMap((line) => {
    const [kind = "", account] = line.split("\t");
    const gap = kept[kind];
    return gap === undefined || account === undefined ? [] : [gap(account)];
  });
  return { unseen: [...others, ...gaps] };
}

/** Every AuthorizedKeysCommand that is written anywhere, whomever it is for, with the user that is written with it. */
function commandsOf(from: Collected): Facts["commands"] {
  const written = lines(from.text("sshd-config")).flatMap((line) => {
    const found = /^\d+\tauthorizedkeyscommand(user)?[\s=]+(.*)$/i.exec(line);
    return found === null ? [] : [{ isUser: found[1] !== undefined, value: (found[2] ?? "").trim() }];
  });
  const user = written.find(({ isUser }) => isUser)?.value;
  const commands = written.filter(({ isUser, value }) => !isUser && value.toLowerCase() !== "none");
  return [...new Set(commands.map(({ value }) => value))].map((command) => ({
    command,
    ...(user === undefined ? {} : { user }),
  }));
}
