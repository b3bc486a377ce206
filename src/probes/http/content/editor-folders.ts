import { bothIn, type ContentProof, type Format, plainWith } from "./content-proof.ts";

const proof = (id: string, path: string, prove: Format, rest: Partial<ContentProof> = {}): ContentProof => ({
  ...{ id, kind: "configuration-file", path, prove },
  ...rest,
});

/** A buddy allocator's header: its magic, and the offset of the root block, which stands there twice. */
const folderFile: Format = ({ bytes }) => {
  if (!bytes.subarray(0, 8).equals(Buffer.from([0, 0, 0, 1, 0x42, 0x75, 0x64, 0x31]))) return undefined;
  if (bytes.length >= 20 && !bytes.subarray(8, 12).equals(bytes.subarray(16, 20))) return undefined;
  return "macOS folder file: Bud1 and its root block";
};
/** A compound file: the picture cache of a Windows folder. */
const pictureCache: Format = ({ bytes }) =>
  bytes.subarray(0, 8).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))
    ? "Windows picture cache: compound file"
    : undefined;

/** What editors and desktops leave behind in a folder. */
export const editorFolders: readonly ContentProof[] = [
  proof("ds-store", "/.DS_Store", folderFile, { firstBytes: 32, underBase: true }),
  proof("thumbs-db", "/Thumbs.db", pictureCache, { firstBytes: 32 }),
  proof("desktop-ini", "/desktop.ini", ({ text }) =>
    // Windows writes it as UTF-16.
    /^\ufeff?\s*\[\.ShellClassInfo\]/.test(text.replaceAll("\0", "").replace(/^\ufffd+/, ""))
      ? "Windows folder settings: [.ShellClassInfo]"
      : undefined,
  ),
  ...(
    [
      ["workspace", "workspace.xml"],
      ["data-sources", "dataSources.xml"],
    ] as const
  ).map(([id, file]) =>
    proof(
      `idea-${id}`,
      `/.idea/${file}`,
      bothIn(/^\s*<\?xml/, /<project version="\d+"[^>]*>/, `JetBrains ${id.replace("-", " ")}: <project version>`),
    ),
  ),
  proof(
    "vscode-sftp",
    "/.vscode/sftp.json",
    plainWith(
      "SFTP settings: host and user",
      /^\s*(?:\/\/.*\n\s*)*[[{]/,
      /"host"\s*:/,
      /"(?:username|protocol|remotePath)"\s*:/,
    ),
  ),
  proof(
    "vscode-settings",
    "/.vscode/settings.json",
    bothIn(
      /^\s*(?:\/\/.*\n\s*)*\{/,
      /"(?:editor|files|workbench|search|git|terminal|typescript|eslint|php|python|window|extensions|prettier)\.[\w.]+"\s*:/,
      "editor settings: names with dots",
    ),
  ),
  proof(
    "vscode-launch",
    "/.vscode/launch.json",
    bothIn(/"version"\s*:\s*"0\.\d+\.\d+"/, /"configurations"\s*:\s*\[/, "debugger settings: configurations"),
  ),
  proof(
    "eclipse-project",
    "/.project",
    bothIn(/<projectDescription>/, /<buildSpec>|<natures>/, "Eclipse project: <projectDescription>"),
  ),
  proof(
    "netbeans-project",
    "/nbproject/project.properties",
    plainWith("NetBeans project: its own properties", /^(?:src\.dir|include\.path|javac\.source|test\.src\.dir)\s*=/m),
  ),
];
