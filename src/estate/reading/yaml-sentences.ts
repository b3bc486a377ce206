import type { ErrorCode } from "yaml";

// The parser's own messages quote the text around a mistake, which may be a secret; these never do.
const sentences: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias can have neither an anchor nor a tag",
  BAD_ALIAS: "an alias needs a name: *name",
  BAD_DIRECTIVE: "this directive (a line that starts with %) isn't known",
  BAD_DQ_ESCAPE: "this escape isn't known in double quotes; write \\\\ for a backslash, or use single quotes",
  BAD_INDENT:
    "the indentation doesn't fit: entries of one map or list start in the same column; or a bracket is left open",
  BAD_SCALAR_START: "text can't start with this character; put it in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "a map starts on the same line as its key; start it on the next line, indented, or put the value in quotes",
  BLOCK_IN_FLOW: "inside brackets and braces, entries are separated by commas",
  DUPLICATE_KEY: "this key is given twice",
  KEY_OVER_1024_CHARS: "a key is longer than 1024 characters",
  MISSING_CHAR: "a character is missing here: a closing quote, bracket or brace, or the colon after a key",
  MULTILINE_IMPLICIT_KEY:
    "this line is neither `key: value` nor `- item`; is a colon missing, or is the indentation wrong?",
  MULTIPLE_ANCHORS: "a value can have only one anchor",
  MULTIPLE_TAGS: "a value can have only one tag",
  TAB_AS_INDENT: "a tab can't be used to indent; use spaces",
  TAG_RESOLVE_FAILED: "YAML tags aren't used in an estate file",
  UNEXPECTED_TOKEN: "this isn't expected here; is a quote, a bracket or a comma missing or too much?",
};

/** What is wrong with the syntax, in words that quote nothing of the file. */
export function syntaxSentence(code: ErrorCode): string {
  return sentences[code] ?? "this can't be read as YAML";
}
