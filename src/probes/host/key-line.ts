import { endOfOptions, type KeyOption, parseKeyOptions } from "./key-options.ts";
import { readPublicKey } from "./public-key.ts";
import type { AuthorizedKey } from "./ssh-facts.ts";

/** A line of a file of keys, without its place. */
export type KeyLine = Omit<AuthorizedKey, "file" | "line">;

/** Longer comments and commands than this are cut off in what is told. */
const shownCharacters = 300;

/**
 * A line of authorized_keys as sshd reads it: `[options] type base64 [comment]`. `undefined` for a blank line, a comment
 * or one in which sshd finds no key, for which it goes on to the next one.
 */
export function parseKeyLine(line: string): KeyLine | undefined {
  const text = line.replace(/^[ \t]+/, "");
  if (text === "" || text.startsWith("#")) return undefined;
  const bare = keyAt(text);
  if (bare !== undefined) return told(bare, "");
  const end = endOfOptions(text);
  const found = end === undefined ? undefined : keyAt(text.slice(end).replace(/^[ \t]+/, ""));
  return found === undefined ? undefined : told(found, text.slice(0, end));
}

function told({ comment, ...key }: NonNullable<ReturnType<typeof keyAt>>, written: string): KeyLine {
  const { options, refused } = parseKeyOptions(written);
  return {
    ...key,
    ...(comment === "" ? {} : { comment: comment.slice(0, shownCharacters) }),
    certAuthority: options.some(({ name }) => name === "cert-authority"),
    options: options.map(shown),
    ...(refused === undefined ? {} : { refused }),
  };
}

function keyAt(text: string) {
  const [, type = "", base64 = "", comment = ""] = /^([^ \t]+)[ \t]+([^ \t]+)(?:[ \t]+(.*))?$/.exec(text) ?? [];
  const key = readPublicKey(base64);
  if (key === undefined || key.type !== type) return undefined;
  return { type, bits: key.bits, fingerprint: key.fingerprint, comment: comment.trim() };
}

/** What a variable holds may be a secret. */
function shown({ name, value }: KeyOption): KeyOption {
  if (name === "environment") return { name, value: (value ?? "").replace(/=.*$/s, "") };
  if (name === "command") return { name, value: (value ?? "").slice(0, shownCharacters) };
  return value === undefined ? { name } : { name, value };
}
