/** One entry of an archive written by hand, sound unless a field says otherwise. */
export interface Written {
  readonly path: string;
  /** `0` file, `1` hard link, `2` symbolic link, `5` folder, `x` pax, … */
  readonly flag?: string;
  readonly content?: string | Buffer;
  readonly mode?: number;
  readonly target?: string;
  /** Size that the header tells, where it isn't the content's. */
  readonly size?: number;
  /** Size field as it stands, 12 bytes. */
  readonly sizeField?: Buffer;
  /** Whether the checksum is spoilt. */
  readonly spoilt?: boolean;
}

/** A tar archive (ustar) of these entries, one after the other, with its two blocks of zeros. */
export function tarArchive(entries: readonly Written[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocks), Buffer.alloc(1024)]);
}

/** A pax header for the entry that follows it. */
export function paxHeader(records: Readonly<Record<string, string>>): Written {
  const lines = Object.entries(records).map(([name, value]) => {
    const rest = Buffer.byteLength(` ${name}=${value}\n`);
    const digits = `${rest + `${rest}`.length}`.length;
    return `${rest + digits} ${name}=${value}\n`;
  });
  return { path: "PaxHeaders/x", flag: "x", content: lines.join("") };
}

function blocks(it: Written): readonly Buffer[] {
  const content = Buffer.from(it.content ?? "");
  const header = Buffer.alloc(512);
  header.write(it.path, 0, 100);
  header.write(octal(it.mode ?? 0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  if (it.sizeField !== undefined) it.sizeField.copy(header, 124);
  else header.write(octal(it.size ?? content.length, 12), 124);
  header.write(octal(1_700_000_000, 12), 136);
  header.write(" ".repeat(8), 148);
  header.write(it.flag ?? "0", 156);
  header.write(it.target ?? "", 157, 100);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((a, b) => a + b, it.spoilt === true ? 1 : 0);
  header.write(`${octal(sum, 7)}\0 `.slice(0, 8), 148);
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}

function octal(value: number, length: number): string {
  return value.toString(8).padStart(length - 1, "0");
}
