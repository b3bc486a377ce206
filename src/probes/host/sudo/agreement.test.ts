import { describe, expect, test } from "vitest";
import { generatedSudoers, world } from "../../../../test/bed/generated-sudoers.ts";
import { askSudo, canAskSudo, type SudoCase, type SudoQuestion } from "../../../../test/bed/sudo.ts";
import { decide } from "./decide.ts";
import type { SudoersFiles } from "./includes.ts";
import { parseSudoersFiles } from "./parse.ts";
import type { SudoAccount } from "./request.ts";

const groups = world.group.split("\n").flatMap((line) => {
  const [name = "", , id, members = ""] = line.split(":");
  return id === undefined ? [] : [{ name, groupId: Number(id), members: members.split(",") }];
});
const accounts: readonly SudoAccount[] = world.passwd.split("\n").flatMap((line) => {
  const [name = "", , userId, groupId] = line.split(":");
  if (userId === undefined) return [];
  const own = groups.filter((it) => it.groupId === Number(groupId) || it.members.includes(name));
  return [{ name, userId: Number(userId), groupId: Number(groupId), groups: own }];
});
const account = (name: string) => accounts.find((it) => it.name === name) as SudoAccount;
const host = { names: [...world.names], addresses: [world.address], merged: true };

function ownAnswer({ sudoers, included = {} }: SudoCase, question: SudoQuestion) {
  const files: SudoersFiles = {
    files: new Map([
      ["/etc/sudoers", { text: sudoers }],
      ...Object.entries(included).map(([name, text]) => [`/mnt/d/${name}`, { text }] as const),
    ]),
    folders: new Map([["/mnt/d", Object.keys(included)]]),
    hostName: world.names[0],
  };
  const [path = "", ...args] = question.command;
  const runGroup = groups.find(({ name }) => name === question.runGroup);
  const { allowed, password } = decide(parseSudoersFiles("/etc/sudoers", files), {
    user: account(question.user),
    runAs: account(question.runAs),
    ...(runGroup === undefined ? {} : { runGroup }),
    command: { path, ...(args.length === 0 ? {} : { args: args.join(" ") }) },
    host,
    now: new Date("2026-11-28"),
  });
  return { allowed, ran: allowed && password === "none" };
}

describe.skipIf(!canAskSudo)("the real sudo", () => {
  test("decides as we do, about 300 files with eight questions each", { timeout: 600_000 }, () => {
    const cases = Array.from({ length: 300 }, (_, seed) => generatedSudoers(seed + 1));
    const answers = askSudo(world, cases);
    const differing = cases.flatMap((it, at) =>
      it.questions.flatMap((question, nth) => {
        const own = ownAnswer(it, question);
        const theirs = answers[at]?.[nth];
        const same = own.allowed === theirs?.allowed && own.ran === theirs.ran;
        return same ? [] : [{ at, question, own, theirs, sudoers: it.sudoers, included: it.included }];
      }),
    );
    expect(answers.flat().filter(({ allowed }) => allowed).length).toBeGreaterThan(cases.length / 2);
    expect(differing).toEqual([]);
  });
});
