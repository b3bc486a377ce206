import { type Trouble, TroubleError } from "../../../transports/trouble.ts";

/** Why a file or folder of an image can't be read. An error without a system's code is a mistake of ours and thrown again. */
export function fileTrouble(error: unknown, path: string): Trouble {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (!/^E[A-Z0-9]+$/.test(code)) throw error;
  if (code === "EACCES" || code === "EPERM")
    return { kind: "denied", message: `no permission to read ${path}`, wouldVerify: `let this user read ${path}` };
  if (code === "ENOENT" || code === "ENOTDIR")
    return {
      kind: "unreachable",
      message: `${path} doesn't exist`,
      wouldVerify: `save the image to ${path}, or correct its reference`,
    };
  return { kind: "unreachable", message: `${path} can't be read (${code})`, wouldVerify: `make ${path} readable` };
}

/** An image that is not what it should be. */
export function garbled(message: string, excerpt?: string): TroubleError {
  return new TroubleError({
    ...{ kind: "unparsable", message, wouldVerify: "save or push the image anew" },
    ...(excerpt !== undefined && { excerpt: excerpt.slice(0, 200) }),
  });
}
