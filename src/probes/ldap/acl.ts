/** Who a rule is for, with what it gives. */
interface By {
  /** Every condition that must hold, such as `dn.exact=cn=a,dc=b`, `users`, `ssf=128`. */
  readonly who: readonly string[];
  /** Such as `write`, `=rw`. */
  readonly level: string;
  readonly control: "stop" | "break" | "continue";
}

/** A rule of `olcAccess` (slapd.access(5)). */
export interface AccessRule {
  /** Such as `{1}to attrs=userPassword of dc=example,dc=com`. */
  readonly place: string;
  /** What it is about, as written: `*`, `attrs=userPassword`. */
  readonly what: readonly string[];
  /** Lower case; absent where it is about whole entries. */
  readonly attributes?: readonly string[];
  /** Whether it is about a part of the tree only. */
  readonly partial: boolean;
  readonly by: readonly By[];
}

const levels = /^(?:none|disclose|auth|compare|search|read|write|add|delete|manage|[=+-][a-z0]*)$/i;
const controls = new Set(["stop", "break", "continue"]);

/** Words of a rule; quotes keep blanks together, and are left out. */
const wordsOf = (text: string): readonly string[] =>
  (text.match(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g) ?? []).map((it) => it.replaceAll(/(?<!\\)"/g, ""));

/** Reads one rule; `undefined` for what is none. */
export function parseAccessRule(text: string, suffix: string): AccessRule | undefined {
  const [, number = "", rest = ""] = /^(\{-?\d+\})?\s*([\s\S]*)$/.exec(text.slice(0, 20_000)) ?? [];
  const words = wordsOf(rest);
  if (words[0]?.toLowerCase() !== "to") return undefined;
  const first = words.findIndex((it) => it.toLowerCase() === "by");
  const what = words.slice(1, first < 0 ? undefined : first);
  if (what.length === 0) return undefined;
  const by: By[] = [];
  for (let at = first; at >= 0 && at < words.length; ) {
    const next = words.findIndex((it, place) => place > at && it.toLowerCase() === "by");
    by.push(byOf(words.slice(at + 1, next < 0 ? undefined : next)));
    at = next < 0 ? words.length : next;
  }
  const named = what.find((it) => /^attrs?=/i.test(it));
  const attributes = named
    ?.replace(/^attrs?=/i, "")
    .toLowerCase()
    .split(",");
  const place = `${number}to ${what.join(" ")} of ${suffix}`;
  const partial = what.some((it) => it !== "*" && it !== named);
  return { place, what, partial, by, ...(attributes && { attributes }) };
}

function byOf(words: readonly string[]): By {
  const level = words.findLast((it, at) => at > 0 && levels.test(it)) ?? "none";
  const control = words.findLast((it) => controls.has(it.toLowerCase()))?.toLowerCase() as By["control"] | undefined;
  const who = words.filter((it, at) => at === 0 || (!levels.test(it) && !controls.has(it.toLowerCase())));
  return { who, level: level.toLowerCase(), control: control ?? "stop" };
}

export const writes = (level: string): boolean => /^(?:write|add|delete|manage)$|^[=+][a-z]*[wazm]/.test(level);
/** Who may write by a level reads by it, too; who may by single letters needs those of reading. */
export const reads = (level: string): boolean =>
  /^(?:compare|search|read|write|add|delete|manage)$|^[=+][a-z]*[rsc]/.test(level);

/** A name for comparing: without blanks that don't count, in lower case. */
export const sameName = (dn: string): string =>
  dn
    .toLowerCase()
    .replaceAll(/\s*([,=+])\s*/g, "$1")
    .trim();

/** Somebody who may be whom a rule is for: nobody in particular, or an entry with the groups it is a member of. */
export interface Subject {
  readonly dn?: string;
  readonly groups: ReadonlySet<string>;
}

/** Whether all conditions hold for somebody who looks at what belongs to others; `maybe` where that can't be told here. */
export function isFor({ who }: By, subject: Subject): "yes" | "no" | "maybe" {
  const each = who.map((it) => conditionHolds(it, subject));
  if (each.includes("no")) return "no";
  return each.includes("maybe") ? "maybe" : "yes";
}

function conditionHolds(condition: string, { dn, groups }: Subject): "yes" | "no" | "maybe" {
  const lower = condition.toLowerCase();
  if (lower === "*") return "yes";
  if (lower === "anonymous") return dn === undefined ? "yes" : "no";
  // Of others it is not.
  if (lower === "self") return "no";
  if (lower === "users") return dn === undefined ? "no" : "yes";
  const [, kind = "", style = "exact", value = ""] =
    /^(dn|group[^.=]*)(?:\.([a-z]+)[^=]*)?=([\s\S]*)$/i.exec(condition) ?? [];
  if (kind === "") return "maybe";
  if (dn === undefined) return "no";
  const [wanted, own] = [sameName(value), sameName(dn)];
  if (kind !== "dn") return style === "exact" || style === "base" ? (groups.has(wanted) ? "yes" : "no") : "maybe";
  switch (style.toLowerCase()) {
    case "exact":
    case "base":
    case "baseobject":
      return wanted === own ? "yes" : "no";
    case "subtree":
    case "sub":
      return own === wanted || own.endsWith(`,${wanted}`) || wanted === "" ? "yes" : "no";
    case "children":
      return own.endsWith(`,${wanted}`) ? "yes" : "no";
    case "one":
    case "onelevel":
      return own.endsWith(`,${wanted}`) && !own.slice(0, -wanted.length - 1).includes(",") ? "yes" : "no";
    default:
      return "maybe";
  }
}

/** The root entry and the schema: everybody needs them before they can say who they are. */
const everybodys = /^dn(?:\.(?:base|exact))?=(?:cn=subschema)?$/i;

/** What somebody comes to by a rule, if it is for them at all. */
interface Decision {
  readonly level: string;
  readonly control: By["control"];
  /** Whether nothing that can't be told here comes before. */
  readonly sure: boolean;
}

/** Within a rule the first whom it is for decides; `continue` goes on to the next, and at the end nobody gets anything. */
function decisionOf({ by }: AccessRule, subject: Subject): readonly Decision[] {
  let sure = true;
  let decided: Decision = { level: "none", control: "stop", sure };
  const possible: Decision[] = [];
  for (const it of by) {
    const fits = isFor(it, subject);
    if (fits === "no") continue;
    const decision = { level: it.level, control: it.control, sure };
    if (fits === "maybe") {
      possible.push({ ...decision, sure: false });
      sure = false;
      continue;
    }
    decided = decision;
    if (it.control !== "continue") break;
  }
  if (decided.control === "continue") return [{ level: "none", control: "stop", sure }];
  return [...possible, { ...decided, sure }];
}

/**
 * The rules by which somebody may do something with an attribute (`entry` for entries as such): of those about it the first
 * decides, unless it is told to break off. Rules about a part of the tree are looked at each by itself.
 */
export function allowedBy(
  rules: readonly AccessRule[],
  subject: Subject,
  attribute: string,
  may: (level: string) => boolean,
): readonly { readonly rule: AccessRule; readonly sure: boolean }[] {
  const about = rules
    .filter((it) => !it.what.some((one) => everybodys.test(one)))
    .filter((it) => it.attributes === undefined || it.attributes.includes(attribute));
  const found = about
    .filter((it) => it.partial)
    .flatMap((rule) => decisionOf(rule, subject).flatMap(({ level, sure }) => (may(level) ? [{ rule, sure }] : [])));
  let last: readonly { rule: AccessRule; sure: boolean }[] = [];
  for (const rule of about.filter((it) => !it.partial)) {
    const decisions = decisionOf(rule, subject);
    last = decisions.flatMap(({ level, sure }) => (may(level) ? [{ rule, sure }] : []));
    if (decisions.at(-1)?.control !== "break") break;
    // Where none comes after it, nobody gets anything.
    last = [];
  }
  return [...last, ...found];
}
