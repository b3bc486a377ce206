import { type Scanner, SyntaxFlaw } from "./scanner.ts";
import type { Member } from "./sudoers.ts";

const address =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:?[0-9A-Fa-f.]*)(?:\/[0-9A-Fa-f.:]+)?(?=[\s,=:]|$)/;
const aliasName = /^[A-Z][A-Z0-9_]*$/;

/** A list of users, run-as users, groups or hosts, by commas. */
export function takeMembers(line: Scanner): readonly Member[] {
  const members = [takeMember(line)];
  while (line.takeSign(",")) members.push(takeMember(line));
  return members;
}

function takeMember(line: Scanner): Member {
  const negated = line.takeNegation();
  line.skipBlanks();
  const network = line.take(address);
  if (network !== undefined) return { negated, kind: "network", text: network[0] };
  const id = line.take(/^#(-?\d+)/);
  if (id !== undefined) return { negated, kind: "id", text: id[1] ?? "" };
  // In quotes, the sign of a group can stand inside of them as well.
  const mark = line.take(/^(?:%:|%|\+)/)?.[0] ?? "";
  const groupId = mark === "%" ? line.take(/^#(\d+)/) : undefined;
  if (groupId !== undefined) return { negated, kind: "group-id", text: groupId[1] ?? "" };
  const isQuoted = line.rest.startsWith('"');
  const sid = mark === "%:" ? (line.take(/^#/)?.[0] ?? "") : "";
  const word = line.takeWord();
  if (word === undefined || word === "") throw new SyntaxFlaw(`a name is missing before "${line.rest.slice(0, 40)}"`);
  return { negated, ...named(mark === "" && isQuoted ? word : mark + sid + word, isQuoted) };
}

function named(text: string, isQuoted: boolean): Omit<Member, "negated"> {
  if (/^%#\d+$/.test(text)) return { kind: "group-id", text: text.slice(2) };
  if (text.startsWith("%:")) return { kind: "other-group", text: text.slice(2) };
  if (text.startsWith("%")) return { kind: "group", text: text.slice(1) };
  if (text.startsWith("+")) return { kind: "netgroup", text: text.slice(1) };
  if (/^#-?\d+$/.test(text)) return { kind: "id", text: text.slice(1) };
  if (isQuoted) return { kind: "name", text };
  if (text === "ALL") return { kind: "all", text };
  return { kind: aliasName.test(text) ? "alias" : "name", text };
}
