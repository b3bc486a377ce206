import type { FactsOf } from "../fact-kinds.ts";
import type { AclUser } from "./acl.ts";

/** Settings that are asked for: none of them is a secret, as `CONFIG GET requirepass` would be. */
export const settingNames = [
  "port",
  "tls-port",
  "tls-auth-clients",
  "bind",
  "protected-mode",
  "unixsocket",
  "enable-module-command",
  "enable-debug-command",
] as const;

const loopback = /^-?(?:127\.\d+\.\d+\.\d+|::1|localhost)$/;

/** Who may come from where: each user, through every door that the server opens. */
export function databaseRules(
  users: readonly AclUser[],
  settings: ReadonlyMap<string, string>,
): FactsOf<"database-rules"> {
  const bound = (settings.get("bind") ?? "").split(/\s+/).filter((it) => it !== "");
  const onlyLoopback = bound.length > 0 && bound.every((it) => loopback.test(it));
  const openDefault = users.some((it) => it.name === "default" && it.noPassword);
  // While the user default needs no password, protected mode keeps everybody off who comes from elsewhere.
  const isProtected = settings.get("protected-mode") === "yes" && openDefault;
  const [port, tlsPort] = [settings.get("port") ?? "", settings.get("tls-port") ?? "0"];
  const listens = port !== "0" || tlsPort !== "0";
  const network = onlyLoopback || isProtected ? ["127.0.0.0/8", "::1/128"] : ["any"];
  const from = [...(listens ? network : []), ...(settings.get("unixsocket") ? ["local"] : [])];
  const tls = tlsPort === "0" ? "never" : port === "0" ? "required" : "either";
  const certified = tls === "required" && settings.get("tls-auth-clients") === "yes";
  const rules = users
    .filter((it) => it.enabled && (it.noPassword || it.passwords.length > 0))
    .map((it) => ({
      place: `user ${it.name}`,
      roles: [it.name],
      databases: ["*"],
      from,
      tls: tls as "required" | "never" | "either",
      method: `${it.noPassword ? "nopass" : "password"}${certified ? "+clientcert" : ""}`,
      open: it.noPassword,
    }));
  const missing = ["port", "bind", "protected-mode"].filter((it) => !settings.has(it));
  const unseen = missing.map((it) => ({
    reason: `the server did not tell its setting ${it}`,
    wouldVerify: `let this user run CONFIG GET ${it}`,
  }));
  return { product: "redis", rules, unseen };
}
