/** A host that is reached by SSH, as the estate declares it; its schema keeps every value from looking like an option. */
export interface SshHost {
  /** Its name in the estate. */
  readonly name: string;
  readonly address: string;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  /** Path of the private key. */
  readonly identity?: string | undefined;
  /** Path of the known_hosts file; without it, the user's own. */
  readonly knownHosts?: string | undefined;
  /** Path of an ssh_config; without it, none is read. */
  readonly configuration?: string | undefined;
  /** Whether scripts run as root, where sudo grants it without a password. */
  readonly sudo: boolean;
  /** The host through which it is reached. */
  readonly over?: SshHost;
}

/** `user@address, port N`, for sentences. */
export function sshPlace({ address, port, user }: SshHost): string {
  return `${user === undefined ? "" : `${user}@`}${address}${port === undefined ? "" : ` port ${port}`}`;
}

/** Where the host's key must be known from, for sentences. */
export function knownHostsOf({ knownHosts }: SshHost): string {
  return knownHosts ?? "~/.ssh/known_hosts";
}
