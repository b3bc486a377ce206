/** Bytes as text that a terminal and a report can show. */
export function readable(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(/[^\x20-\x7e\n\t]/g, "\ufffd");
}
