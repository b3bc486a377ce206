/** What somebody has to show: something known, something that makes codes, or a device. */
export type Factor = "password" | "code" | "device";

/** Results of a module, as far as stacks tell them apart. */
export type PamResult = "success" | "auth_err" | "user_unknown" | "perm_denied" | "ignore";

/** Whose login it is, as far as it is known. */
export interface PamAccount {
  /** `undefined` where nobody could see it. */
  readonly password: "set" | "locked" | "empty" | undefined;
  /** By module, whether the account has a secret for it; absent where nobody could see it. */
  readonly enrolled: ReadonlyMap<string, boolean>;
  /** Whether the program that asks runs as root for whoever comes, as sshd does. */
  readonly asRoot: boolean;
}

/** Results that a module can have when somebody shows these factors; more than one where that can't be told. */
export type Results = (
  shown: ReadonlySet<Factor>,
  account: PamAccount,
  args: readonly string[],
) => readonly PamResult[];

const always =
  (...results: readonly PamResult[]): Results =>
  () =>
    results;
const has = (args: readonly string[], option: string) =>
  args.some((it) => it === option || it.startsWith(`${option}=`));
/** A module that asks for something of accounts that are kept elsewhere, among which this one may not be. */
const asks =
  (factor: Factor): Results =>
  (shown) => [shown.has(factor) ? "success" : "auth_err", "user_unknown"];

const unix: Results = (shown, { password }, args) => {
  if (password === "locked") return ["auth_err"];
  if (password === "empty") return [has(args, "nullok") ? "success" : "auth_err"];
  return [shown.has("password") ? "success" : "auth_err"];
};

/** A module with a secret for each account, which `option` makes optional. */
function perAccount(name: string, factor: Factor, option: string, without: PamResult): Results {
  return (shown, { enrolled }, args) => {
    const results: readonly PamResult[] = [shown.has(factor) ? "success" : "auth_err"];
    // A secret that is elsewhere than usual was not looked for.
    const known = has(args, "secret") || has(args, "authfile") ? undefined : enrolled.get(name);
    if (known === true) return results;
    const none: PamResult = has(args, option) ? without : "auth_err";
    return known === false ? [none] : [...results, none];
  };
}

/** Modules whose results are known; of any other every result is possible. */
const known: Readonly<Record<string, Results>> = {
  pam_unix: unix,
  pam_unix2: unix,
  pam_pwdb: unix,
  pam_sss: asks("password"),
  pam_ldap: asks("password"),
  pam_krb5: asks("password"),
  pam_winbind: asks("password"),
  pam_google_authenticator: perAccount("pam_google_authenticator", "code", "nullok", "ignore"),
  pam_oath: asks("code"),
  pam_yubico: asks("device"),
  pam_u2f: perAccount("pam_u2f", "device", "nouserok", "success"),
  pam_faillock: (_, __, args) => [has(args, "authfail") ? "ignore" : "success"],
  pam_tally2: always("success"),
  pam_permit: always("success"),
  pam_debug: (_, __, args) => [debugged(args)],
  pam_deny: always("auth_err"),
  pam_rootok: (_, { asRoot }) => [asRoot ? "success" : "auth_err"],
  pam_localuser: always("success"),
  pam_env: always("ignore"),
  pam_nologin: always("ignore", "success"),
  pam_faildelay: always("ignore"),
  pam_group: always("ignore"),
  pam_warn: always("ignore"),
  pam_issue: always("ignore"),
  pam_echo: always("ignore"),
  pam_cap: always("ignore", "success"),
  pam_succeed_if: always("success", "auth_err"),
  pam_usertype: always("success", "auth_err"),
  pam_shells: always("success", "auth_err"),
  pam_securetty: always("success", "auth_err"),
};

export function resultsOf(name: string): Results {
  return known[name] ?? always("success", "auth_err", "user_unknown", "perm_denied", "ignore");
}

function debugged(args: readonly string[]): PamResult {
  const written = args.findLast((it) => it.startsWith("auth="))?.slice(5);
  return (
    (["success", "ignore", "user_unknown", "perm_denied"] as const).find((it) => it === (written ?? "success")) ??
    "auth_err"
  );
}
