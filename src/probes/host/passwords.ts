import type { Gap } from "../../verdict/outcome.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Collected } from "./collected.ts";
import { type PamFiles, type PamModule, pamStack, parsePamFiles } from "./pam/stack.ts";

type Facts = FactsOf<"host-passwords">;
/** Rules by name, of a configuration file or of a module's arguments. */
type Rules = ReadonlyMap<string, string>;

const judging = ["pam_pwquality", "pam_cracklib", "pam_passwdqc"];
const hashes: Readonly<Record<string, string>> = {
  yescrypt: "yescrypt",
  gost_yescrypt: "gost-yescrypt",
  blowfish: "bcrypt",
  sha512: "sha512",
  sha256: "sha256",
  md5: "md5",
  bigcrypt: "des",
};
/** What ENCRYPT_METHOD of login.defs(5) names. */
const encryptMethods: Readonly<Record<string, string>> = { ...hashes, bcrypt: "bcrypt", des: "des" };

export function hostPasswords(from: Collected): Facts {
  const none = { lockouts: [] };
  if (from.absent("pam-files"))
    return { ...none, unseen: [{ reason: "there is no /etc/pam.d", wouldVerify: "look into how passwords are set" }] };
  const files = parsePamFiles(from.text("pam-files"));
  const rules = parsePamFiles(from.text("password-rules"));
  const stack = pamStack(files, "passwd", "password");
  if ("trouble" in stack) return { ...none, unseen: [untold(stack.trouble)] };
  return {
    quality: qualityOf(stack.modules, rules),
    hashMethod: hashOf(stack.modules, rules),
    ...lockoutsOf(files, rules),
  };
}

const untold = (reason: string): Gap => ({
  reason: `the stack of PAM: ${reason}`,
  wouldVerify: "mend the files of /etc/pam.d",
});

function settings(text: string): Rules {
  const pairs = text.split("\n").flatMap((line) => {
    const found = /^\s*([A-Za-z_]+)\s*(?:[=\s]\s*(.*?))?\s*(?:#.*)?$/.exec(line);
    return found?.[1] === undefined ? [] : [[found[1].toLowerCase(), found[2] ?? ""] as const];
  });
  return new Map(pairs);
}

/** Arguments count over the module's own file. */
function argued(file: string | undefined, args: readonly string[]): Rules {
  return new Map([...settings(file ?? ""), ...settings(args.join("\n"))]);
}

function qualityOf(modules: readonly PamModule[], files: PamFiles): Facts["quality"] {
  const module = modules.find(({ name }) => judging.includes(name));
  if (module === undefined) return undefined;
  const { name, args } = module;
  const refusal = module.actions.get("auth_err") ?? module.actions.get("default") ?? "bad";
  const inStack = refusal === "bad" || refusal === "die";
  if (name === "pam_passwdqc") {
    const rules = argued(files.get("passwdqc.conf"), args);
    return {
      module: name,
      minLength: shortestOf(rules.get("min") ?? "disabled,24,11,8,7"),
      enforced: inStack && (rules.get("enforce") ?? "everyone") !== "none",
      forRoot: (rules.get("enforce") ?? "everyone") === "everyone",
    };
  }
  const folder = [...files].filter(([it]) => it.endsWith(".conf") && !known.has(it)).map(([, text]) => text);
  const file = name === "pam_pwquality" ? [...folder, files.get("pwquality.conf") ?? ""].join("\n") : "";
  const rules = argued(file, args);
  const number = (key: string, otherwise: number) =>
    /^-?\d+$/.test(rules.get(key) ?? "") ? Number(rules.get(key)) : otherwise;
  const cracklib = name === "pam_cracklib";
  // A positive credit makes a password count as longer than it is.
  const credits = ["dcredit", "ucredit", "lcredit", "ocredit"].map((it) => Math.max(0, number(it, cracklib ? 1 : 0)));
  const least = number("minlen", cracklib ? 9 : 8) - credits.reduce((sum, it) => sum + it, 0);
  return {
    module: name,
    minLength: Math.max(cracklib ? 1 : 6, least),
    enforced: inStack && number("enforcing", 1) !== 0,
    forRoot: rules.has("enforce_for_root"),
  };
}
/** Files of rules that are not of pwquality.conf.d. */
const known = new Set(["pwquality.conf", "faillock.conf", "passwdqc.conf"]);

/** The smallest of the five lengths of passwdqc that is not disabled; the third is one of phrases. */
function shortestOf(min: string): number {
  const lengths = min.split(",").map((it) => (/^\d+$/.test(it) ? Number(it) : Number.POSITIVE_INFINITY));
  const least = Math.min(...lengths);
  return Number.isFinite(least) ? least : 0;
}

function hashOf(modules: readonly PamModule[], files: PamFiles): string | undefined {
  const unix = modules.find(({ name }) => name === "pam_unix");
  if (unix === undefined) return undefined;
  const named = unix.args.flatMap((it) => hashes[it] ?? []).at(-1);
  const method = settings(files.get("login.defs") ?? "").get("encrypt_method");
  return named ?? (method === undefined ? undefined : encryptMethods[method.toLowerCase()]);
}

const services = ["sshd", "login", "sudo"];
function lockoutsOf(files: PamFiles, rules: PamFiles): Pick<Facts, "lockouts" | "unseen"> {
  const lockouts: Facts["lockouts"] = [];
  const unseen: Gap[] = [];
  for (const service of services.filter((it) => files.has(it))) {
    const stack = pamStack(files, service, "auth");
    if ("trouble" in stack) {
      unseen.push(untold(stack.trouble));
      continue;
    }
    const counting = stack.modules.filter((it) => it.name === "pam_tally2" || it.name === "pam_faillock");
    const [module] = counting;
    if (module === undefined) continue;
    // Without the one that counts failures, those that look at the count never see one.
    if (module.name === "pam_faillock" && !counting.some((it) => it.args.includes("authfail"))) continue;
    const deny =
      argued(rules.get("faillock.conf"), module.args).get("deny") ?? (module.name === "pam_faillock" ? "3" : "0");
    if (Number(deny) > 0) lockouts.push({ service, module: module.name, attempts: Number(deny) });
  }
  return { lockouts, unseen };
}
