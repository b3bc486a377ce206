import { bothIn, type ContentProof } from "./content-proof.ts";

const kind = "development-artifact";

/** What editors and desktops leave behind in a folder. */
export const editorFolders: readonly ContentProof[] = [
  {
    id: "ds-store",
    kind,
    path: "/.DS_Store",
    firstBytes: 16,
    prove: ({ bytes }) =>
      bytes.subarray(0, 8).equals(Buffer.from([0, 0, 0, 1, 0x42, 0x75, 0x64, 0x31]))
        ? "macOS folder file: Bud1"
        : undefined,
  },
  {
    id: "idea-workspace",
    kind,
    path: "/.idea/workspace.xml",
    prove: bothIn(/^\s*<\?xml/, /<project version="\d+">/, "JetBrains workspace: <project version>"),
  },
  {
    id: "vscode-sftp",
    kind,
    path: "/.vscode/sftp.json",
    prove: bothIn(
      /^\s*[[{]/,
      /"(?:remotePath|host)"\s*:[\s\S]*"(?:username|protocol|remotePath)"\s*:/,
      "SFTP settings: host and user",
    ),
  },
];
