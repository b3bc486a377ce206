import { readFile } from "node:fs/promises";
import { rootCertificates } from "node:tls";
import type { Trouble } from "../../../transports/trouble.ts";

export interface Roots {
  readonly which: "mozilla" | "estate";
  readonly pem: readonly string[];
}

/** Mozilla's roots as they come with the runtime, never this machine's own; or those of the estate's PEM file. */
export async function rootsOf(trust: string | undefined): Promise<Roots | Trouble> {
  if (trust === undefined) return { which: "mozilla", pem: rootCertificates };
  let text: string;
  try {
    text = await readFile(trust, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const kind = code === "EACCES" || code === "EPERM" ? "denied" : "unreachable";
    return { kind, message: `can't read ${trust} (${code})`, wouldVerify: `make ${trust} readable for this user` };
  }
  const pem = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  if (pem) return { which: "estate", pem };
  return {
    kind: "unparsable",
    message: `${trust} holds no PEM certificate`,
    wouldVerify: `put the estate's certification authorities into ${trust} in PEM`,
    excerpt: text.slice(0, 200),
  };
}
