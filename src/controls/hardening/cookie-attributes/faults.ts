import { shown } from "../../answers.ts";
import type { Fault } from "../../fault.ts";
import type { Cookie } from "../../set-cookie.ts";

type Id = "script" | "plain" | "no-same-site" | "none" | "refused" | "prefix";

/** What a cookie lacks. */
export function faultsOf({ name, attributes }: Cookie): readonly Fault<Id>[] {
  const head = { data: { name: shown(name) }, discriminator: name };
  const faults: Fault<Id>[] = [];
  const secure = attributes.has("secure");
  // A token against cross-site requests is of no use to who steals it alone, and some frameworks let scripts read it.
  if (!attributes.has("httponly"))
    faults.push({ id: "script", ...head, ...(/csrf|xsrf/i.test(name) && { severity: "low" as const }) });
  if (!secure) faults.push({ id: "plain", ...head });
  const sameSite = attributes.get("samesite")?.toLowerCase();
  if (sameSite === "none") faults.push({ id: secure ? "none" : "refused", ...head, severity: "low" });
  else if (sameSite !== "lax" && sameSite !== "strict") faults.push({ id: "no-same-site", ...head, severity: "low" });
  const hostOnly = attributes.get("path") === "/" && !attributes.has("domain");
  if (/^__(?:host|secure)-/i.test(name) && !(secure && (hostOnly || /^__secure-/i.test(name))))
    faults.push({ id: "prefix", ...head, severity: "low" });
  return faults;
}
