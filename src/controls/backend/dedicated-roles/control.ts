import { settle } from "../../../verdict/outcome.ts";
import { systemsAt } from "../../client-systems.ts";
import { control } from "../../control.ts";
import { declaredUses, seenUses, sharedRoles } from "../../role-uses.ts";

const noBackend = {
  reason: "no database of any system is declared",
  wouldVerify: "declare the databases, caches and brokers, or say in the estate why there are none",
};

export default control({
  id: "dedicated-roles",
  requirement: "BCK-3",
  aspect: "roles",
  subject: "estate",
  observes: [],
  across: ["database-sessions", "host-addresses"],
  severity: "high",
  title: "No two systems use the same role of a backend",
  problems: { shared: "{role} of {database} is used by {uses}" },
  judge: (_, { subject: { declared: estate }, across, problem }) => {
    const at = systemsAt(estate, across.hostAddresses);
    const declared = declaredUses(estate);
    const all = [declared, ...across.databaseSessions.map((it) => seenUses(estate, it, at))];
    const uses = all.flatMap((it) => it.uses);
    return settle({
      problems: sharedRoles(uses).map(({ account, ...data }) => problem("shared", data, { discriminator: account })),
      gaps: [...(uses.length + declared.gaps.length === 0 ? [noBackend] : []), ...all.flatMap((it) => it.gaps)],
      because: `each of ${new Set(uses.map((it) => it.account)).size} roles is used by one system alone`,
    });
  },
  remedy: {
    postgresql:
      "CREATE ROLE system_b LOGIN …; GRANT what it needs; give each system its own, and change the password of the shared one",
    mariadb:
      "CREATE USER system_b@host …; GRANT what it needs; give each system its own, and change the password of the shared one",
    redis: "ACL SETUSER system_b on >password ~system_b:* +@read +@write; give each system its own",
    rabbitmq: "rabbitmqctl add_user system_b; rabbitmqctl set_permissions -p its_vhost system_b …",
  },
});
