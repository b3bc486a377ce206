/** A key by which somebody may enter as a principal. */
export interface PrincipalKey {
  /** `SHA256:…` */
  readonly fingerprint: string;
  readonly comment: string | undefined;
  /** File and line. */
  readonly place: string;
}

/** An account of a host, or a role of a database: something under whose name somebody acts. */
export interface Principal {
  readonly name: string;
  /** What it is called besides, such as `ann` for MariaDB's `ann@localhost`. */
  readonly aliases: readonly string[];
  /** Whose it says it is. */
  readonly realName: string | undefined;
  /** By what it can be entered: `a password`, `2 SSH keys`; empty where by nothing that was seen. */
  readonly doors: readonly string[];
  /** Whether there may be doors that were not seen. */
  readonly doorsUnseen: boolean;
  readonly keys: readonly PrincipalKey[];
  /** By what it administers: `group docker: …`, `SUPERUSER`; empty where it has no more than its own rights. */
  readonly powers: readonly string[];
  /** What it holds beyond that, without being an administrator by it. */
  readonly raised: readonly string[];
  /** What of it runs or is logged in right now. */
  readonly sessions: readonly string[];
}

/** Whether anybody can act under its name. */
export function isOpen({ doors, sessions }: Principal): boolean {
  return doors.length > 0 || sessions.length > 0;
}
