import type { Trouble } from "../../transports/trouble.ts";

/** Why a file or folder can't be read. An error without a system's code is a mistake of ours and thrown again. */
export function readTrouble(error: unknown, path: string): Trouble {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== "string" || !/^E[A-Z0-9]+$/.test(code)) throw error;
  if (code === "EACCES" || code === "EPERM")
    return {
      kind: "denied",
      message: `no permission to read ${path}`,
      wouldVerify: `run as root, or let this user read ${path}`,
    };
  return { kind: "unreachable", message: `${path} can't be read (${code})`, wouldVerify: `make ${path} readable` };
}

/** Whether something simply isn't there. */
export function isAbsence(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");
}
