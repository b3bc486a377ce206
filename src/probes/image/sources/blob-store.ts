import type { LayerBlob } from "../layers/layer-blob.ts";

/** The files of an image layout, wherever they lie: in an archive or in a folder. */
export interface BlobStore extends AsyncDisposable {
  /** Where it is, for sentences. */
  readonly place: string;
  /** How many bytes a file has; nothing where there is no such file. */
  readonly size: (path: string) => Promise<number | undefined>;
  /** A whole small file; nothing where there is none. @throws TroubleError where it is larger than a document may be */
  readonly read: (path: string) => Promise<Buffer | undefined>;
  /** A file that may be large; nothing where there is none. */
  readonly blob: (path: string) => Promise<LayerBlob | undefined>;
}
