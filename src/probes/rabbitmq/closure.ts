import type { Directory, Permission, User } from "./directory.ts";
import { coversEverything } from "./name-pattern.ts";

const everything = (it: Permission): boolean =>
  [it.configure, it.write, it.read].every((pattern) => coversEverything(pattern) === true);

/**
 * Every way in which a user is as good as an administrator: by the tag, or by being allowed everything everywhere where it
 * isn't alone. Who monitors or makes policies sees much, but comes to no more than the permissions.
 */
export function superuserBy({ name, tags }: User, { users, permissions, vhosts }: Directory) {
  const own = new Set(permissions.filter((it) => it.user === name && everything(it)).map((it) => it.vhost));
  const administrators = new Set(users.filter((it) => it.tags.includes("administrator")).map((it) => it.name));
  const shared = permissions.some((it) => it.user !== name && !administrators.has(it.user));
  const everywhere = vhosts.length > 0 && vhosts.every((it) => own.has(it)) && (vhosts.length > 1 || shared);
  return [
    ...(tags.includes("administrator") ? ["administrator: changes users, permissions and settings"] : []),
    ...(everywhere ? ["configure, write and read of everything on every virtual host"] : []),
  ].map((by) => ({ by, path: [name] }));
}

/** What a user holds, one a line, as `rabbitmqctl` names it. */
export function privilegesOf({ name, tags }: User, { permissions, topics }: Directory): readonly string[] {
  const kinds = ["configure", "write", "read"] as const;
  return [
    ...tags.map((it) => `tag ${it}`),
    ...permissions
      .filter((it) => it.user === name)
      // An empty pattern allows nothing.
      .flatMap((it) => kinds.flatMap((kind) => (it[kind] === "" ? [] : [`${kind} ${it[kind]} in ${it.vhost}`]))),
    ...topics
      .filter((it) => it.user === name)
      .flatMap((it) =>
        (["write", "read"] as const).map((kind) => `${kind} topic ${it[kind]} of ${it.exchange} in ${it.vhost}`),
      ),
  ];
}
