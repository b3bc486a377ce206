import type { Demands } from "../pam/demands.ts";
import type { AuthorizedKey, LoginWay } from "../ssh-facts.ts";
import type { Settings } from "./effective.ts";

/** What is known of an account by which somebody could log in. */
export interface Credentials {
  readonly userId: number | undefined;
  /** Keys that count from where somebody comes; `undefined` for an account that could have any. */
  readonly keys: readonly AuthorizedKey[] | undefined;
  /** Why there could be keys that aren't among them; `undefined` where there can't. */
  readonly otherKeys: string | undefined;
  /** Whether a certificate of an authority would do. */
  readonly certificates: boolean;
  readonly password: "set" | "locked" | "empty" | undefined;
  /** What the stack of PAM asks for. */
  readonly pam: Demands;
}

type Variant = Omit<LoginWay, "methods">;
const variant = (factors: readonly string[], evidence: LoginWay["evidence"], more: Partial<Variant> = {}): Variant => ({
  factors: [...factors],
  dependsOn: [],
  evidence,
  commandOnly: false,
  ...more,
});

const switches: ReadonlyMap<string, string> = new Map([
  ["publickey", "pubkeyauthentication"],
  ["password", "passwordauthentication"],
  ["keyboard-interactive", "kbdinteractiveauthentication"],
  ["gssapi-with-mic", "gssapiauthentication"],
  ["hostbased", "hostbasedauthentication"],
]);
/** Methods of which sshd says nothing where they were not built in; of the others that would be a gap. */
const optional = new Set(["gssapi-with-mic", "hostbased"]);

/** Every way in that a configuration leaves open to an account; none where nobody can come in by what is known of it. */
export function loginWays(settings: Settings, own: Credentials): readonly LoginWay[] {
  const found = wanted(settings).flatMap((methods) =>
    methods
      .map((method) => variants(method, settings, own))
      .reduce<readonly Variant[]>(
        (ways, next) => ways.flatMap((way) => next.map((it) => joined(way, it))),
        [variant([], ["configuration"])],
      )
      .map((it) => ({ methods: [...methods], ...it })),
  );
  return [...new Map(found.map((it) => [JSON.stringify(it), it])).values()];
}

/** Lists of methods that must all succeed, of those that are on. */
function wanted(settings: Settings): readonly (readonly string[])[] {
  const on = new Set(
    [...switches].flatMap(([method, keyword]) => {
      const value = settings.get(keyword)?.[0];
      return value === "yes" || (value === undefined && !optional.has(method)) ? [method] : [];
    }),
  );
  const lists = settings.get("authenticationmethods")?.[0] ?? "any";
  if (lists === "any") return [...on].map((it) => [it]);
  return lists
    .split(/\s+/)
    .map((list) => list.split(",").map((it) => it.replace(/:.*$/, "")))
    .filter((list) => list.length > 0 && list.every((it) => on.has(it)));
}

function joined(one: Variant, other: Variant): Variant {
  return {
    factors: [...new Set([...one.factors, ...other.factors])].sort(),
    dependsOn: [...new Set([...one.dependsOn, ...other.dependsOn])],
    evidence: [...new Set([...one.evidence, ...other.evidence])],
    commandOnly: one.commandOnly || other.commandOnly,
  };
}

/** The ways to succeed with one method; none where it can't be done. */
function variants(method: string, settings: Settings, own: Credentials): readonly Variant[] {
  const rootLogin = own.userId === 0 ? settings.get("permitrootlogin")?.[0] : "yes";
  if (rootLogin !== "yes" && (method === "password" || method === "keyboard-interactive")) return [];
  const byCommand = settings.has("forcecommand") && settings.get("forcecommand")?.[0] !== "none";
  const keyword = switches.get(method) ?? method;
  const untold = settings.has(keyword) ? [] : [`${keyword}, which sshd did not tell`];
  const found = byMethod(method, settings, own).map((it) => ({
    ...it,
    dependsOn: [...it.dependsOn, ...untold],
    commandOnly: it.commandOnly || byCommand,
  }));
  return rootLogin === "forced-commands-only" ? found.filter((it) => it.commandOnly) : found;
}

function byMethod(method: string, settings: Settings, own: Credentials): readonly Variant[] {
  if (method === "publickey") return byKey(settings, own);
  if (method === "gssapi-with-mic") return [variant(["ticket"], [])];
  if (method === "hostbased") return [variant(["host"], [])];
  const pam = settings.get("usepam")?.[0] === "yes";
  if (pam) return byPam(own.pam);
  // Without PAM there is nobody who could ask for anything interactively.
  if (method !== "password" || own.password === "locked") return [];
  const free = own.password === "empty" && settings.get("permitemptypasswords")?.[0] === "yes";
  return own.password === "empty" ? (free ? [variant([], [])] : []) : [variant(["password"], [])];
}

function byPam(told: Demands): readonly Variant[] {
  if ("trouble" in told) return [variant([], [], { dependsOn: [`the stack of PAM: ${told.trouble}`] })];
  return told.demands.map(({ factors, dependsOn }) => variant(factors, ["pam"], { dependsOn: [...dependsOn] }));
}

function byKey(settings: Settings, own: Credentials): readonly Variant[] {
  const accepted = settings.get("pubkeyacceptedalgorithms")?.[0]?.split(",");
  const verified = (settings.get("pubkeyauthoptions")?.[0] ?? "").includes("verify-required");
  const certificates = own.certificates ? [variant(["certificate"], ["keys"])] : [];
  // With security keys alone that ask for their PIN, no key that anybody could have lets somebody in without it.
  const onlySecurityKeys =
    accepted !== undefined && accepted.length > 0 && accepted.every((it) => /^(webauthn-)?sk-/.test(it));
  const any = variant(verified && onlySecurityKeys ? ["key", "pin"] : ["key"], []);
  if (own.keys === undefined) return [any, ...certificates];
  const usable = own.keys.filter(
    (it) => accepted === undefined || algorithms(it.type).some((one) => accepted.includes(one)),
  );
  const seen = usable.map((key) => {
    const has = (name: string) => key.options.some((it) => it.name === name);
    const pin = /^sk-/.test(key.type) && (verified || has("verify-required"));
    return variant(pin ? ["key", "pin"] : ["key"], ["keys"], { commandOnly: has("command") });
  });
  const unseen = own.otherKeys === undefined ? [] : [{ ...any, dependsOn: [own.otherKeys] }];
  return [...seen, ...unseen, ...certificates];
}

/** Signature algorithms by which a key of a type can be used. */
function algorithms(type: string): readonly string[] {
  if (type === "ssh-rsa") return ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"];
  return type.startsWith("sk-ecdsa-") ? [type, `webauthn-${type}`] : [type];
}
