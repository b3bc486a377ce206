import type { FactsOf } from "../fact-kinds.ts";
import type { Entry } from "./message.ts";

export const sessionAttributes = [
  ...[
    "monitorConnectionAuthzDN",
    "monitorConnectionPeerAddress",
    "monitorConnectionStartTime",
    "monitorConnectionNumber",
  ],
];

/** Connections as `cn=Monitor` shows them, all but those of nobody in particular. */
export function databaseSessions(entries: readonly Entry[], cut: boolean): FactsOf<"database-sessions"> {
  const sessions = entries.flatMap(({ attributes }) => {
    const text = (name: string) => attributes.get(name.toLowerCase())?.[0] ?? "";
    const role = text("monitorConnectionAuthzDN");
    if (role === "" || text("monitorConnectionNumber") === "") return [];
    const peer = text("monitorConnectionPeerAddress");
    const time = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text("monitorConnectionStartTime"));
    const since = time === null ? {} : { since: `${time.slice(1, 4).join("-")}T${time.slice(4, 7).join(":")}Z` };
    const from = /^IP=\[?([^\]]*?)\]?:\d+$/.exec(peer)?.[1] ?? "local";
    return [{ role, from, ...since }];
  });
  const unseen = cut
    ? [{ reason: "there are more connections than are told", wouldVerify: "look when there are fewer" }]
    : [];
  return { product: "ldap", sessions, whole: !cut, unseen };
}
