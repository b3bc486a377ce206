/** An account as sudo knows it. */
export interface SudoAccount {
  readonly name: string;
  readonly userId: number;
  readonly groupId: number;
  /** All groups it is in, its own among them. */
  readonly groups: readonly SudoGroup[];
}

export interface SudoGroup {
  readonly name: string;
  readonly groupId: number;
}

/** The host on which sudo is asked. */
export interface SudoHost {
  /** Every name that it may go by: the short one, and those with a domain. */
  readonly names: readonly string[];
  /** Addresses of its interfaces, with the length of their networks: `192.0.2.7/24`. */
  readonly addresses: readonly string[];
  /** Whether /bin and /sbin are the same as /usr/bin and /usr/sbin. */
  readonly merged: boolean;
}

/** May this account run this command as that one, or with that group? */
export interface SudoRequest {
  readonly user: SudoAccount;
  readonly runAs: SudoAccount;
  readonly runGroup?: SudoGroup;
  /** A program by its path, or `sudoedit`, with the arguments joined by blanks; without any `args` is absent. */
  readonly command: { readonly path: string; readonly args?: string };
  readonly host: SudoHost;
  readonly now: Date;
  /** Digests of a program's file, such as `sha256:…`; where it isn't known, the file is taken for the one that was meant. */
  readonly digestsOf?: (path: string) => readonly string[] | undefined;
}
