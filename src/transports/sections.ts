/** What one section of a script gave. */
export interface Section {
  /** Exit code of the section's last command; 141 when its output was cut off at the limit. */
  readonly exitCode: number;
  readonly bytes: Buffer;
  /** At most 64 KiB. */
  readonly stderr: string;
  /** Whether the section had more to say than its limit. */
  readonly truncated: boolean;
}

export interface Sections {
  readonly sections: ReadonlyMap<string, Section>;
  /** Whether the script came to its end; else the last sections are missing. */
  readonly complete: boolean;
}

const separator = 0x1e;
const outputHead = /^output ([a-z0-9-]+) (\d+)$/;
const endedHead = /^ended ([a-z0-9-]+) (\d{1,3})$/;

/**
 * Splits the output of a script whose sections are framed by the byte 0x1E: `0x1E output NAME LIMIT LF` before a
 * section's output, `0x1E ended NAME EXIT LF` before its standard error, `0x1E end LF` at the end of the script. The
 * script takes 0x1E out of everything in between, so nothing that is printed can pass for a frame; of a section that
 * appears twice the first counts. Never throws: what isn't framed is left out.
 */
export function splitSections(stdout: Buffer): Sections {
  const sections = new Map<string, Section>();
  let open: { name: string; limit: number; bytes: Buffer } | undefined;
  let complete = false;
  for (const frame of frames(stdout)) {
    const newline = frame.indexOf(0x0a);
    const head = frame.subarray(0, newline < 0 ? frame.length : newline).toString("latin1");
    const body = newline < 0 ? Buffer.alloc(0) : frame.subarray(newline + 1);
    const output = outputHead.exec(head);
    const ended = endedHead.exec(head);
    if (output !== null) open = { name: output[1] ?? "", limit: Number(output[2]), bytes: body };
    else if (ended !== null && open !== undefined && open.name === ended[1]) {
      const { name, limit, bytes } = open;
      const stderr = body.toString("utf8").trim();
      if (!sections.has(name))
        sections.set(name, { exitCode: Number(ended[2]), bytes, stderr, truncated: bytes.length >= limit });
      open = undefined;
    } else {
      open = undefined;
      if (head === "end" && newline >= 0) complete = true;
    }
  }
  return { sections, complete };
}

function* frames(bytes: Buffer): Generator<Buffer> {
  let start = bytes.indexOf(separator);
  while (start >= 0) {
    const next = bytes.indexOf(separator, start + 1);
    yield bytes.subarray(start + 1, next < 0 ? bytes.length : next);
    start = next;
  }
}
