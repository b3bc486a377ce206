import type { FactsOf } from "../probes/fact-kinds.ts";
import type { ToldOf } from "./control.ts";

type Session = FactsOf<"database-sessions">["sessions"][number];
type Connection = FactsOf<"host-connections">["connections"][number];

/** A process of a host behind a session of a database. */
export interface Client extends Connection {
  /** Id of the host. */
  readonly host: string;
  /** The systems that the host belongs to. */
  readonly systems: readonly string[];
}

/** Whose session it is: the process that holds the other end of its connection, by address and port. */
export function clientOf(session: Session, hosts: readonly ToldOf<"host-connections">[]): Client | undefined {
  if (session.port === undefined) return undefined;
  const address = session.from.replace(/^::ffff:(?=\d+\.)/, "");
  const found = hosts.flatMap(({ subject, facts }) =>
    facts.connections
      .filter((it) => it.localPort === session.port && it.localAddress === address)
      .map((it) => ({ ...it, host: subject.id, systems: subject.systems })),
  );
  // Two hosts may have the same private address: then nobody knows which it is.
  return found.length === 1 ? found[0] : undefined;
}
