import type { Sections } from "../../transports/sections.ts";
import type { Deposit } from "../credential-desk.ts";
import { lines } from "./collected.ts";

/** Leaves the hashes of /etc/shadow for the comparison at the end, where the host was asked for them. */
export function depositPasswords({ sections }: Sections, deposit: Deposit): void {
  for (const line of lines(sections.get("shadow-hashes")?.bytes.toString("latin1") ?? "")) {
    const [account = "", hash = ""] = line.split("\t");
    deposit.kept(hash, { scheme: "crypt", account });
  }
}
