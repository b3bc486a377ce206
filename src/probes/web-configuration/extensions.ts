/** File name extensions that interpreters are usually mapped to. */
const usual = [
  ...[".php", ".phtml", ".phar", ".jsp", ".do", ".aspx", ".ashx", ".asp", ".pl", ".cgi", ".py", ".rb", ".cfm"],
  ".shtml",
];

/** Which of the usual extensions a pattern of a path takes. */
export function extensionsIn(pattern: string, ignoreCase: boolean): readonly string[] {
  const takes = patternTest(pattern, ignoreCase);
  // A pattern that takes every name is not about file types.
  return takes("/any-name.holdfast") ? [] : usual.filter((it) => takes(`/any-name${it}`));
}

function patternTest(pattern: string, ignoreCase: boolean): (path: string) => boolean {
  try {
    const expression = new RegExp(pattern.replace(/^\(\?i\)/, ""), ignoreCase || pattern.startsWith("(?i)") ? "i" : "");
    return (path) => expression.test(path);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // PCRE knows more than JavaScript; the extension itself mostly stands in the pattern.
    return (path) => pattern.includes(`\\${path.slice(path.lastIndexOf("."))}`);
  }
}
