/** One entry of a layer, its path made safe: relative, without `..`, at most 4,096 bytes. */
export interface LayerEntry {
  readonly path: string;
  readonly type: "file" | "folder" | "symlink" | "hardlink" | "device" | "fifo" | "other";
  /** Permission bits with set-uid, set-gid and sticky: 0o0000–0o7777. */
  readonly mode: number;
  readonly userId: number;
  readonly groupId: number;
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
  /** Target of a link: as written for a symbolic one, made safe for a hard one. */
  readonly target?: string;
  /** The value of the extended attribute `security.capability`. */
  readonly capability?: Buffer;
  /** Layer it is in, from 0 at the bottom. */
  readonly layer: number;
}

/** The configuration of an image (OCI image-spec `config.json`), after its schema. */
export interface ImageConfiguration {
  readonly created?: string | undefined;
  readonly os: string;
  readonly architecture: string;
  readonly user: string;
  readonly environment: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly healthcheck?: readonly string[] | undefined;
  readonly stopSignal?: string | undefined;
  readonly onBuild: readonly string[];
  readonly history: readonly {
    readonly created?: string | undefined;
    readonly createdBy: string;
    readonly emptyLayer: boolean;
  }[];
}

/** An entry with what a collector noted of its content. */
export interface Noted<N> {
  readonly entry: LayerEntry;
  readonly note: N;
}

/** The image as a whole, after all layers were read. */
export interface ImageView<N> {
  readonly configuration: ImageConfiguration;
  /**
   * What was noted, of the entries that a container sees: whiteouts and opaque folders applied. A hard link is here as the
   * file that it is, with the note of its content; so is a link to a file whose content was wanted under the link's name only.
   */
  readonly visible: readonly Noted<N>[];
  /** What was noted of entries that a later layer hides or replaces; their layers still hold them. */
  readonly hidden: readonly Noted<N>[];
  /** How many entries were noted as `countedAlone`, visible or hidden. */
  readonly counted: number;
  /** Every entry that a container sees, by path, without content; hard links as the files that they are. Made when asked for. */
  readonly entries: ReadonlyMap<string, LayerEntry>;
  /** Follows symbolic links inside the image; nothing for one that leads nowhere or out of its root. */
  readonly resolve: (path: string) => LayerEntry | undefined;
  /** What kept the layers from being read whole: every collector's facts carry it. */
  readonly unseen: readonly { readonly reason: string; readonly wouldVerify: string }[];
  /** Keyed fingerprint of a secret. */
  readonly fingerprint: (secret: string | Buffer) => string;
}

/** What a collector notes of an entry of which it needs to know no more than that it was there: millions of them take no memory. */
export const countedAlone = Symbol("counted alone");

/**
 * Makes one kind of fact from the single pass over all layers. Layers come in any order, so a collector notes something
 * small of each entry it wants and concludes when it is known what a container sees.
 */
export interface Collector<F, N = unknown> {
  /** How many bytes of an entry's content it wants from the beginning: 0 for none, more than the size for all. */
  readonly wants: (entry: LayerEntry) => number;
  /**
   * What to remember of it, asked of every entry but hard links; content is at most what was wanted, and shorter where the file is. It is
   * overwritten after this returned: what is kept of it must be copied. Nothing is not kept.
   */
  readonly note: (entry: LayerEntry, content: Buffer) => N | typeof countedAlone | undefined;
  readonly conclude: (view: ImageView<N>) => F;
}
