import type { FactsOf } from "../fact-kinds.ts";
import type { ProbeContext } from "../probe.ts";
import { privilegesOf, superuserBy } from "./closure.ts";
import type { Directory } from "./directory.ts";
import { coversEverything } from "./name-pattern.ts";

type Roles = FactsOf<"database-roles">;

const mostPrivileges = 500;

/**
 * What the users of RabbitMQ may do. Their passwords are kept salted, but with one round of a fast hash; who has none comes
 * with a certificate or not at all.
 *
 * @param byCertificate - whether the server offers a way to log in without a password
 */
export function databaseRoles(
  directory: Directory,
  byCertificate: boolean,
  { fingerprint, deposit }: Pick<ProbeContext, "fingerprint" | "deposit">,
): Roles {
  const unseen: Roles["unseen"] = [];
  const roles = directory.users.map((user): Roles["roles"][number] => {
    const { name, password_hash: hash } = user;
    deposit.kept(hash, { scheme: "rabbitmq", account: name });
    const privileges = privilegesOf(user, directory);
    if (privileges.length > mostPrivileges)
      unseen.push({ reason: `${name} has more permissions than are told`, wouldVerify: "look at them by hand" });
    const own = directory.permissions.filter((it) => it.user === name);
    const unread = own
      .flatMap((it) => [it.configure, it.write, it.read])
      .find((it) => coversEverything(it) === undefined);
    if (unread !== undefined)
      unseen.push({
        reason: `what the pattern ${unread.slice(0, 100)} of ${name} covers can't be told here`,
        wouldVerify: "write a simpler pattern, or look at it by hand",
      });
    return {
      name,
      canLogIn: hash !== "" || byCertificate,
      password: hash === "" ? "external" : "weak-hash",
      ...(hash !== "" && { fingerprint: fingerprint(hash) }),
      superuser: superuserBy(user, directory),
      owns: [],
      privileges: privileges.slice(0, mostPrivileges),
    };
  });
  return { product: "rabbitmq", roles, unseen };
}
