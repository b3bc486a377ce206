import type { InstalledPackage, PackagedFile, ParsedDatabase } from "./installed.ts";

/** Installed packages of apk's database: `P:` name, `V:` version, `F:` folder, `R:` file in it, `Z:` its SHA-1 (apk-installed(5)). */
export function parseApkInstalled(text: string): ParsedDatabase {
  let garbled = 0;
  const packages = text.split(/\n\n+/).flatMap((block): readonly InstalledPackage[] => {
    const fields = new Map<string, string>();
    const files: PackagedFile[] = [];
    let folder = "";
    for (const line of block.split("\n")) {
      const [key, value] = [line.slice(0, 2), line.slice(2)];
      if (key === "F:") folder = value;
      else if (key === "R:") files.push({ path: folder === "" ? value : `${folder}/${value}` });
      else if (key === "Z:" && value.startsWith("Q1")) digestLast(files, value.slice(2));
      else if (key.endsWith(":") && !fields.has(key)) fields.set(key, value);
    }
    const [name, version] = [fields.get("P:"), fields.get("V:")];
    if (!name || !version) {
      if (block.trim() !== "") garbled += 1;
      return [];
    }
    const [source, architecture] = [fields.get("o:"), fields.get("A:")];
    return [
      {
        name,
        version,
        ...(architecture ? { architecture } : {}),
        ...(!source || source === name ? {} : { source }),
        files,
      },
    ];
  });
  return { packages, garbled };
}

function digestLast(files: PackagedFile[], base64: string): void {
  const last = files.pop();
  const hex = Buffer.from(base64, "base64").toString("hex");
  if (last !== undefined) files.push({ ...last, digest: { algorithm: "sha1", hex } });
}
