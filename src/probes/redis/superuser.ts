import { type AclUser, mayRun } from "./acl.ts";

/** What a command would give away, with the setting that keeps everybody from it where there is one. */
interface Power {
  readonly name: string;
  readonly gives: string;
  readonly setting?: string;
}

/**
 * Commands by each of which a user comes to be, or to be as good as, the administrator. EVAL and FCALL are not among them:
 * what a script does is checked against the rules of who calls it. All are in the same three categories.
 */
const powers: readonly Power[] = [
  { name: "acl|setuser", gives: "changes its own rules" },
  { name: "config|set", gives: "sets the password of the user default" },
  { name: "module|load", gives: "loads native code", setting: "enable-module-command" },
  { name: "module|loadex", gives: "loads native code", setting: "enable-module-command" },
  { name: "debug", gives: "changes and stops the server from within", setting: "enable-debug-command" },
  { name: "replicaof", gives: "replaces all data by another server's" },
  { name: "slaveof", gives: "replaces all data by another server's" },
  { name: "failover", gives: "hands its role to another server" },
  { name: "psync", gives: "copies all data" },
  { name: "sync", gives: "copies all data" },
  { name: "monitor", gives: "reads along with everybody" },
  { name: "shutdown", gives: "stops the server" },
];
const categories = ["admin", "slow", "dangerous"] as const;

/** The commands that make an administrator, for comparing with a real server. */
export const powerfulCommands = powers.map(({ name }) => ({ name, categories }));

/**
 * Every way in which a user is as good as the administrator.
 *
 * @param settings - of `CONFIG GET`; a command that a setting refuses to everybody doesn't count, one whose setting is unknown does
 */
export function superuserBy(user: AclUser, settings: ReadonlyMap<string, string>) {
  const held = powers
    .filter(({ setting }) => setting === undefined || settings.get(setting) !== "no")
    .filter(({ name }) => mayRun(user, { name, categories }));
  const written = user.sets.flatMap(({ commands }) => commands).find((it) => it === "+@all" || it === "allcommands");
  const whole = written !== undefined && held.some(({ name }) => name === "acl|setuser");
  const ways = held.map(({ name, gives }) => `${name.replace("|", " ").toUpperCase()}: ${gives}`);
  return [...(whole ? [written] : []), ...ways].map((by) => ({ by, path: [user.name] }));
}
