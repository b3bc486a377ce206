import type { Service } from "./facts.ts";

/** Status and redirect of an answer to `GET /`; `undefined` where it has none. */
export function httpAnswerOf(bytes: Buffer): NonNullable<Service["http"]> | undefined {
  const [head = ""] = bytes.toString("latin1").split(/\n\r?\n/, 1);
  const status = Number(/^HTTP\/\d\.\d (\d{3})/.exec(head)?.[1] ?? "0");
  if (status === 0) return undefined;
  const location = /^location:[ \t]*(\S+)/im.exec(head)?.[1];
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return { status };
  const scheme = /^([a-z][\w+.-]*):/i.exec(location)?.[1]?.toLowerCase();
  if (scheme === "https" || scheme === "http") return { status, redirect: scheme };
  return scheme === undefined ? { status, redirect: "path" } : { status };
}
