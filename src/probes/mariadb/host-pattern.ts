import { isIP } from "node:net";
import { addressRange } from "../database/address-range.ts";
import { fits } from "./pattern.ts";

/** Whether somebody who comes from a host or address fits the host part of an account; nothing stands for anywhere. */
export function hostFits(pattern: string, host: string): boolean {
  const [network = "", mask] = pattern.split("/");
  if (mask === undefined) return pattern === "" || fits(pattern.toLowerCase(), host.toLowerCase());
  const [own, within, came] = [network, mask, host].map((it) => (isIP(it) === 4 ? addressRange(it)?.first : undefined));
  return own !== undefined && within !== undefined && came !== undefined && (came & within) === own;
}

/** A host that fits a pattern, and as few others as may be. */
export function exampleOf(pattern: string): string {
  if (pattern === "%" || pattern === "") return "elsewhere";
  return (pattern.split("/")[0] ?? "").replaceAll(/(?<!\\)[%_]/g, "x").replaceAll("\\", "");
}
