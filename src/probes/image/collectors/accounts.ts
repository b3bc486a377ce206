import type { z } from "zod";
import { canLogIn, parsePasswd } from "../../host/accounts.ts";
import type { imageAccountsSchema } from "../facts/files.ts";
import type { Collector } from "./collector.ts";

type Facts = z.output<typeof imageAccountsSchema>;
type Account = Omit<Facts["accounts"][number], "password">;
type State = NonNullable<Facts["accounts"][number]["password"]>;
type Note =
  | {
      readonly kind: "passwd";
      readonly accounts: readonly (Account & { readonly own?: State })[];
      readonly unread: number;
    }
  | { readonly kind: "shadow"; readonly states: ReadonlyMap<string, State> }
  | { readonly kind: "cut" };

const limit = 8 * 1024 * 1024;
const isAccountFile = (path: string) => path === "etc/passwd" || path === "etc/shadow";

/** Accounts of the image with the state of their passwords; no hash is kept. */
export const accounts: Collector<Facts, Note> = {
  wants: ({ type, path }) => (type === "file" && isAccountFile(path) ? limit : 0),
  note: ({ type, path, size }, content) => {
    if (type !== "file" || !isAccountFile(path)) return undefined;
    if (content.length < size) return { kind: "cut" };
    const lines = content
      .toString("utf8")
      .split("\n")
      .filter((it) => it.includes(":"));
    return path === "etc/shadow" ? { kind: "shadow", states: statesOf(lines) } : accountsOf(lines);
  },
  conclude: ({ visible, unseen }) => {
    const notes = visible.map((it) => it.note);
    const shadow = notes.find((it) => it.kind === "shadow")?.states;
    const passwd = notes.find((it) => it.kind === "passwd");
    const gaps = [
      ...(notes.some((it) => it.kind === "cut") ? ["/etc/passwd or /etc/shadow is larger than 8 MB"] : []),
      ...(passwd !== undefined && passwd.unread > 0 ? [`${passwd.unread} lines of /etc/passwd can't be read`] : []),
    ];
    return {
      accounts: (passwd?.accounts ?? []).map(({ own, ...account }) => {
        const password = own ?? shadow?.get(account.name);
        return { ...account, ...(password === undefined ? {} : { password }) };
      }),
      unseen: [
        ...unseen,
        ...gaps.map((reason) => ({ reason, wouldVerify: "write the image's accounts as passwd(5) says" })),
      ],
    };
  },
};

/** What crypt(5) makes of the second field: nothing is no password, what no hash can be is a lock. */
function stateOf(field: string): State {
  if (field === "") return "empty";
  return /^[!*]/.test(field) ? "locked" : "set";
}

function statesOf(lines: readonly string[]): ReadonlyMap<string, State> {
  return new Map(lines.map((line) => [line.split(":")[0] ?? "", stateOf(line.split(":")[1] ?? "")] as const));
}

/** An `x` in /etc/passwd means that the password is in /etc/shadow. */
function accountsOf(lines: readonly string[]): Note {
  const isComment = (line: string) => /^\s*#/.test(line);
  const written = lines.filter((it) => !isComment(it));
  const read = written.flatMap((line) => {
    const [name = "", password = "", user = "", group = "", , home = "", shell = ""] = line
      .replaceAll("\t", " ")
      .split(":");
    const own = password === "x" ? {} : { own: stateOf(password) };
    return parsePasswd([name, user, group, home, shell].join("\t")).map(({ own: _, ...it }) => ({ ...it, ...own }));
  });
  return {
    kind: "passwd",
    accounts: read.map((it) => ({ ...it, canLogIn: canLogIn(it.shell) })),
    unread: written.length - read.length,
  };
}
