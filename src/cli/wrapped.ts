/** Text in lines of at most `width` characters, each line but the first indented by `indent` spaces. */
export function wrapped(text: string, indent = 0, width = 100): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length > width - indent && line !== "") {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}
