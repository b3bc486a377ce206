/** What is wrong with a database file, in words. */
export class MalformedDatabase extends Error {}

const maxPages = 4_000_000;
const maxRowBytes = 32 * 1024 * 1024;

/**
 * The rows of one table, each as the bytes of its record, straight from the file format of SQLite 3 (sqlite.org/fileformat2),
 * so that no foreign file is opened by a database engine. What is only in a write-ahead log isn't seen.
 */
export function* tableRows(file: Buffer, table: string): Generator<readonly (Buffer | number | null)[]> {
  if (file.subarray(0, 16).toString("latin1") !== "SQLite format 3\0")
    throw new MalformedDatabase("no SQLite database");
  const written = file.readUInt16BE(16);
  const pageSize = written === 1 ? 65_536 : written;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new MalformedDatabase("impossible page size");
  const pages: Pages = { file, pageSize, usable: pageSize - (file[20] ?? 0) };
  for (const [type, name, , root] of rowsBelow(pages, 1)) {
    if (textOf(type) !== "table" || textOf(name) !== table || typeof root !== "number") continue;
    yield* rowsBelow(pages, root);
    return;
  }
  throw new MalformedDatabase(`no table ${table}`);
}

interface Pages {
  readonly file: Buffer;
  readonly pageSize: number;
  readonly usable: number;
}

const textOf = (value: unknown) => (Buffer.isBuffer(value) ? value.toString("utf8") : undefined);

function page(pages: Pages, number: number): Buffer {
  const start = (number - 1) * pages.pageSize;
  if (number < 1 || start + pages.pageSize > pages.file.length) throw new MalformedDatabase(`no page ${number}`);
  return pages.file.subarray(start, start + pages.pageSize);
}

/** Leaf pages of a table's tree hold the rows; a page that comes twice would never end. */
function* rowsBelow(pages: Pages, root: number): Generator<readonly (Buffer | number | null)[]> {
  const waiting = [root];
  const known = new Set<number>();
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (known.has(number) || known.size > maxPages) throw new MalformedDatabase("a tree that runs in circles");
    known.add(number);
    const bytes = page(pages, number);
    const head = number === 1 ? 100 : 0;
    const cells = bytes.readUInt16BE(head + 3);
    const isLeaf = bytes[head] === 13;
    if (!isLeaf && bytes[head] !== 5) throw new MalformedDatabase("a page that is no table");
    const pointers = head + (isLeaf ? 8 : 12);
    if (pointers + cells * 2 > bytes.length) throw new MalformedDatabase("more cells than fit");
    if (!isLeaf) waiting.push(bytes.readUInt32BE(head + 8));
    // The last pushed comes first: rows stay in their order.
    for (let i = cells - 1; i >= 0 && !isLeaf; i--)
      waiting.push(bytes.readUInt32BE(bytes.readUInt16BE(pointers + i * 2)));
    for (let i = 0; i < cells && isLeaf; i++) yield record(payload(pages, bytes, bytes.readUInt16BE(pointers + i * 2)));
  }
}

/** A cell of a leaf: length, row id, bytes, and where more don't fit a chain of overflow pages. */
function payload(pages: Pages, bytes: Buffer, at: number): Buffer {
  const [length, afterLength] = varint(bytes, at);
  const [, start] = varint(bytes, afterLength);
  if (length > maxRowBytes) throw new MalformedDatabase("a row that is too large");
  const { usable } = pages;
  const most = usable - 35;
  if (length <= most) return bytes.subarray(start, start + length);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const part = least + ((length - least) % (usable - 4));
  const local = part <= most ? part : least;
  const parts = [bytes.subarray(start, start + local)];
  let next = bytes.readUInt32BE(start + local);
  for (let left = length - local; left > 0; left -= usable - 4) {
    const overflow = page(pages, next);
    parts.push(overflow.subarray(4, 4 + Math.min(left, usable - 4)));
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

function record(bytes: Buffer): readonly (Buffer | number | null)[] {
  const [headLength, first] = varint(bytes, 0);
  let at = first;
  let body = headLength;
  const values: (Buffer | number | null)[] = [];
  while (at < headLength && values.length < 64) {
    const [type, next] = varint(bytes, at);
    at = next;
    const length = type >= 12 ? Math.floor((type - 12) / 2) : ([0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0);
    if (body + length > bytes.length) throw new MalformedDatabase("a value beyond its row");
    const value = bytes.subarray(body, body + length);
    if (type >= 12) values.push(value);
    else if (type >= 1 && type <= 5) values.push(value.readIntBE(0, length));
    else values.push(type === 8 ? 0 : type === 9 ? 1 : null);
    body += length;
  }
  return values;
}

/** Big-endian, seven bits a byte, nine bytes at most. */
function varint(bytes: Buffer, start: number): readonly [number, number] {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) throw new MalformedDatabase("a number beyond its page");
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, start + i + 1];
  }
  return [Number.MAX_SAFE_INTEGER, start + 9];
}
