import type { ResolvedHost } from "../estate/resolved.ts";
import type { Subject } from "../estate/subject.ts";
import { type ContainerPlace, containerTransport } from "./container.ts";
import { localTransport } from "./local.ts";
import { SshConnections } from "./ssh.ts";
import type { SshHost } from "./ssh-host.ts";
import type { Transport } from "./transport.ts";

/** Every subject's transport, as the estate declares it: SSH or a container for hosts that say so, this machine for all else. */
export class DeclaredTransports {
  readonly #local = localTransport();
  readonly #ssh = new SshConnections();

  /** The transport to a subject. Of one host always the same connection. */
  of({ kind, name, declared }: Subject): Transport {
    if (kind !== "host") return this.#local;
    const host = declared as ResolvedHost;
    if (host.transport === "container") return containerTransport(placeOf(name, host));
    return host.transport === "ssh" ? this.#ssh.transport(sshHost(name, host)) : this.#local;
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.#ssh.close();
  }
}

function placeOf(name: string, { inside, user }: ResolvedHost): ContainerPlace {
  // Loading an estate has seen to it.
  if (inside === undefined)
    throw new Error(`the host ${name} has the transport container, and names none with an engine`);
  return { name, ...inside, user };
}

function sshHost(name: string, declared: ResolvedHost): SshHost {
  const { address, port, user, identity, knownHosts, configuration, sudo, over } = declared;
  // Loading an estate has seen to the address; without one there is nobody to ask.
  if (address === undefined) throw new Error(`the host ${name} has the transport ssh and no address`);
  const before = over === undefined ? {} : { over: sshHost(over.name, over.declared) };
  return { name, address, port, user, identity, knownHosts, configuration, sudo, ...before };
}
