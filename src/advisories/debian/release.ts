/** What a Release file of an apt repository says: whose it is, until when it counts, and the hashes of its lists. */
export interface Release {
  readonly suite: string;
  readonly codename: string;
  readonly label: string;
  readonly date: Date;
  readonly validUntil: Date | undefined;
  /** By path below the suite. */
  readonly files: ReadonlyMap<string, { readonly sha256: string; readonly bytes: number }>;
  readonly acquireByHash: boolean;
}

/** Reads a Release file as apt's repository format describes it; nothing without a date or without SHA-256 hashes. */
export function parseRelease(text: string): Release | undefined {
  const fields = new Map<string, string>();
  const files = new Map<string, { sha256: string; bytes: number }>();
  let field = "";
  for (const line of text.split("\n")) {
    const head = /^([A-Za-z0-9-]+):\s*(.*)$/.exec(line);
    if (head !== null) {
      field = (head[1] ?? "").toLowerCase();
      fields.set(field, head[2] ?? "");
    } else if (field === "sha256") {
      const [, sha256, bytes, path] = /^ ([0-9a-f]{64})\s+(\d{1,12})\s+(\S+)$/.exec(line.trimEnd()) ?? [];
      if (sha256 !== undefined && path !== undefined) files.set(path, { sha256, bytes: Number(bytes) });
    }
  }
  const date = day(fields.get("date"));
  if (date === undefined || files.size === 0) return undefined;
  return {
    suite: fields.get("suite") ?? "",
    codename: fields.get("codename") ?? "",
    label: fields.get("label") ?? "",
    date,
    validUntil: day(fields.get("valid-until")),
    files,
    acquireByHash: fields.get("acquire-by-hash") === "yes",
  };
}

function day(text: string | undefined): Date | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at);
}
