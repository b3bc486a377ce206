/** A directive of Apache httpd, or a section with what stands in it. */
export interface ApacheDirective {
  /** In small letters: `options`, or `directory` for a section. */
  readonly name: string;
  readonly words: readonly string[];
  readonly inside: readonly ApacheDirective[];
}

const deepest = 20;

/** Arguments of a directive, without the quotes around them. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

/** The directives of a dump by mod_info, in which conditions, definitions and includes are resolved already. */
export function readApacheTree(dump: string): readonly ApacheDirective[] {
  const root: ApacheDirective[] = [];
  const open: ApacheDirective[][] = [root];
  for (const raw of dump.split("\n")) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("</")) {
      if (open.length > 1) open.pop();
      continue;
    }
    const section = /^<(\w+)\s*(.*?)>?$/.exec(line);
    const plain = /^(\w+)\s*(.*)$/.exec(line);
    const [, name = "", rest = ""] = section ?? plain ?? [];
    if (name === "") continue;
    const inside: ApacheDirective[] = [];
    open.at(-1)?.push({ name: name.toLowerCase(), words: wordsOf(rest), inside });
    if (section !== null) open.push(open.length < deepest ? inside : []);
  }
  return root;
}
