import { shown } from "../../answers.ts";
import type { Fault } from "../../fault.ts";
import type { Cookie } from "../../set-cookie.ts";

type Id = "script" | "plain" | "no-same-site" | "none" | "refused" | "prefix" | "mistake";

const mistakes = {
  control: "holds a control character",
  length: "is longer than 4096 bytes",
  "nameless-prefix": "has a value that looks like a name with a prefix",
};

/** What a cookie lacks. */
export function faultsOf({ name, attributes, mistake }: Cookie): readonly Fault<Id>[] {
  const head = { data: { name: name === "" ? "without a name" : shown(name) }, discriminator: name };
  if (mistake !== undefined) {
    const data = { ...head.data, mistake: mistakes[mistake] };
    return [{ id: "mistake", data, discriminator: name, severity: "low" }];
  }
  const faults: Fault<Id>[] = [];
  const secure = attributes.has("secure");
  // A token against cross-site requests is of no use to who steals it alone, and some frameworks let scripts read it.
  if (!attributes.has("httponly"))
    faults.push({ id: "script", ...head, ...(/csrf|xsrf/i.test(name) && { severity: "low" as const }) });
  if (!secure) faults.push({ id: "plain", ...head });
  const sameSite = attributes.get("samesite")?.toLowerCase();
  if (sameSite === "none") faults.push({ id: secure ? "none" : "refused", ...head, severity: "low" });
  else if (sameSite !== "lax" && sameSite !== "strict") faults.push({ id: "no-same-site", ...head, severity: "low" });
  // An empty Domain is as good as none.
  const hostOnly = attributes.get("path") === "/" && (attributes.get("domain") ?? "") === "";
  if (/^__(?:host|secure)-/i.test(name) && !(secure && (hostOnly || /^__secure-/i.test(name))))
    faults.push({ id: "prefix", ...head, severity: "low" });
  return faults;
}
