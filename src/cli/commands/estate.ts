/** `holdfast estate schema`: the JSON Schema of the estate file. */
export async function schema(): Promise<number> {
  const { estateJsonSchema } = await import("../../estate/json-schema.ts");
  process.stdout.write(`${JSON.stringify(estateJsonSchema(), null, 2)}\n`);
  return 0;
}

/** `holdfast estate validate`: every mistake in an estate file, or what it declares. */
export async function validate(path: string): Promise<number> {
  const { loadEstate } = await import("../../estate/load.ts");
  const { estate, files, warnings } = await loadEstate(path);
  const count = (of: object) => Object.keys(of).length;
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
  process.stdout.write(
    `${files.join(", ")}: estate ${estate.estate} is valid: ${count(estate.systems)} systems, ` +
      `${count(estate.hosts)} hosts, ${count(estate.endpoints)} endpoints.\n`,
  );
  return 0;
}
