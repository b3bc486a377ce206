/** Where something is written. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One of a list of users, run-as users, groups or hosts (sudoers(5)). */
export interface Member {
  readonly negated: boolean;
  readonly kind:
    | "all"
    | "alias"
    | "name"
    | "id"
    | "group"
    | "group-id"
    | "other-group"
    | "netgroup"
    | "network"
    | "myself";
  /** The name, id or address, without its leading `#`, `%`, `%#`, `%:` or `+`. */
  readonly text: string;
}

/** One of a list of commands. */
export interface Command {
  readonly negated: boolean;
  /** `path` is a program, a pattern of programs, or a folder with its last slash; `edit` is sudoedit. */
  readonly kind: "all" | "alias" | "path" | "edit" | "list";
  /** Path, pattern, `^` expression or name of an alias. */
  readonly text: string;
  /** Pattern of the arguments; absent when any will do, `""` when there must be none. */
  readonly args?: string;
  /** Digests, of which the program's file must have one: `sha256:…` in lower-case hexadecimal. */
  readonly digests: readonly string[];
}

export interface Tags {
  /** PASSWD or NOPASSWD. */
  readonly asks?: boolean;
  /** SETENV or NOSETENV. */
  readonly setsEnvironment?: boolean;
  /** EXEC or NOEXEC. */
  readonly executes?: boolean;
}

/** What an option in front of a command says: CWD, CHROOT, TIMEOUT, NOTBEFORE, NOTAFTER, and others by their names. */
export type CommandOptions = Readonly<Record<string, string>>;

/** One command that users may run, with all that it took over from those before it in its list. */
export interface CommandRule {
  readonly runAs?: { readonly users?: readonly Member[]; readonly groups?: readonly Member[] };
  readonly command: Command;
  readonly tags: Tags;
  readonly options: CommandOptions;
}

export interface Rule {
  readonly place: Place;
  readonly users: readonly Member[];
  readonly grants: readonly { readonly hosts: readonly Member[]; readonly commands: readonly CommandRule[] }[];
}

export interface Setting {
  readonly name: string;
  readonly operator: "on" | "off" | "=" | "+=" | "-=";
  readonly value: string;
}

/** A line of Defaults; without a scope it counts for everybody. */
export interface Defaults {
  readonly place: Place;
  readonly scope: "everywhere" | "host" | "user" | "run-as" | "command";
  readonly members: readonly Member[];
  readonly commands: readonly Command[];
  readonly settings: readonly Setting[];
}

export interface Aliases {
  readonly user: ReadonlyMap<string, readonly Member[]>;
  readonly runAs: ReadonlyMap<string, readonly Member[]>;
  readonly host: ReadonlyMap<string, readonly Member[]>;
  readonly command: ReadonlyMap<string, readonly Command[]>;
}

/** All that sudo reads, files that are included among it, in its order. */
export interface Sudoers {
  readonly aliases: Aliases;
  readonly rules: readonly Rule[];
  readonly defaults: readonly Defaults[];
  /** Lines that are none; sudo leaves them out, and goes on with the next. */
  readonly flaws: readonly { readonly place: Place; readonly reason: string }[];
}
