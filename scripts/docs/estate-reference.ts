import { estateJsonSchema, type JsonSchema } from "../../src/estate/json-schema.ts";

const intro = `# The estate file

<!-- Generated from the schema of the estate file; change it there. -->

An estate file declares what Holdfast may look at and what is to be so. It is YAML or JSON: one file, or a folder of them
that are read as one (maps unite, lists join, nothing is given twice). A key that isn't listed here is a mistake. Names are letters, digits,
dots, dashes and underscores. Days are written \`2027-01-31\`.

Paths of files start at the estate file, wherever Holdfast runs.

Secrets are never written down: \`env:NAME\` is an environment variable, \`file:PATH\` a file that only its owner can read
(\`chmod 0600\`), \`exec:COMMAND\` a program that prints it within five seconds (no shell; spaces separate words, quotes group).

Editors with a YAML language server complete and check the file when it begins with
\`# yaml-language-server: $schema=estate-1.json\`; \`holdfast estate schema\` prints that schema.
`;

/** The reference of the estate file in Markdown: a table of keys for each kind of entry, from the JSON Schema. */
export function estateReference(): string {
  const schema = estateJsonSchema();
  const sections = Object.entries(schema.properties ?? {}).flatMap(([key, it]) => section(key, it, 2));
  return `${[intro, table(schema), ...sections].join("\n")}`;
}

/** The section of a key whose value has keys of its own, and those of the keys in it. */
function section(name: string, schema: JsonSchema, depth: number): string[] {
  const inner = objectIn(schema);
  if (inner === undefined) return [];
  const record = typeof schema.additionalProperties === "object" ? ".NAME" : schema.type === "array" ? "[]" : "";
  const path = `${name}${record}`;
  const children = Object.entries(inner.properties ?? {}).flatMap(([key, it]) =>
    section(`${path}.${key}`, it, depth + 1),
  );
  const meaning = inner.description ?? schema.description ?? "";
  return [`${"#".repeat(Math.min(depth, 4))} \`${path}\`\n\n${meaning}\n\n${table(inner)}`, ...children];
}

function objectIn(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties) return schema;
  if (typeof schema.additionalProperties === "object") return objectIn(schema.additionalProperties);
  return schema.items && objectIn(schema.items);
}

function table(schema: JsonSchema): string {
  const rows = Object.entries(schema.properties ?? {}).map(([key, it]) => {
    const byDefault = schema.required?.includes(key) ? "required" : defaultOf(it);
    return `| \`${key}\` | ${cell(typeOf(it))} | ${byDefault} | ${cell(it.description ?? "")} |`;
  });
  return `${["| key | type | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n")}\n`;
}

function defaultOf(schema: JsonSchema): string {
  const value = schema.default;
  return value === undefined || JSON.stringify(value).length <= 2 ? "" : cell(`\`${[value].flat().join(", ")}\``);
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((it) => `\`${it}\``).join(", ");
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(" or ");
  if (schema.type === "array") return `list of ${schema.items ? typeOf(schema.items) : "values"}`;
  if (schema.type === "object") return typeof schema.additionalProperties === "object" ? "map by name" : "map";
  const words: Readonly<Record<string, string>> = { string: "text", integer: "whole number", boolean: "true or false" };
  return words[schema.type ?? ""] ?? schema.type ?? "value";
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
