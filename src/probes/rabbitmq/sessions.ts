import type { FactsOf } from "../fact-kinds.ts";
import type { AnswerOf, connectionsPath } from "./directory.ts";

type Sessions = FactsOf<"database-sessions">;

/** @param whole - whether this user may see the connections of others */
export function databaseSessions(
  { total_count: total, items }: AnswerOf<typeof connectionsPath>,
  whole: boolean,
): Sessions {
  const sessions = items.map((it): Sessions["sessions"][number] => {
    const { client_properties: client, connected_at: since } = it;
    const application = client.connection_name ?? client.product ?? "";
    return {
      role: it.user ?? "",
      ...(it.vhost !== undefined && { database: it.vhost }),
      // Without an address it comes from within the server, such as a shovel.
      from: (it.peer_host ?? "local").replace(/^::ffff:(?=[\d.]+$)/, ""),
      ...(it.ssl !== undefined && { tls: it.ssl }),
      ...(since !== undefined && since > 0 && since < 8e15 && { since: new Date(since).toISOString() }),
      ...(application !== "" && { application: application.slice(0, 200) }),
    };
  });
  const cut = total > items.length;
  const unseen: Sessions["unseen"] = [];
  if (!whole)
    unseen.push({
      reason: "the connections of others may not be seen",
      wouldVerify: "give this user the tag monitoring",
    });
  if (cut)
    unseen.push({
      reason: `of ${total} connections ${items.length} were told`,
      wouldVerify: "look when there are fewer",
    });
  return { product: "rabbitmq", sessions, whole: whole && !cut, unseen };
}
