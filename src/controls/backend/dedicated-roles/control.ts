import { settle } from "../../../verdict/outcome.ts";
import { systemsAt } from "../../client-systems.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";
import { declaredUses, seenUses } from "../../role-uses.ts";

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
  judge: (_, { subject, across, problem }) => {
    const estate = subject.declared;
    const at = systemsAt(estate, across.hostAddresses);
    const all = [declaredUses(estate), ...across.databaseSessions.map((it) => seenUses(estate, it, at))];
    const uses = all.flatMap((it) => it.uses);
    const shared = [...Map.groupBy(uses, (it) => it.account).values()].filter(
      (it) => new Set(it.map((use) => use.system)).size > 1,
    );
    const none = {
      reason: "no database of any system is declared",
      wouldVerify: "declare the databases, caches and brokers, or say in the estate why there are none",
    };
    return settle({
      problems: shared.flatMap((of) => {
        const [first] = of;
        if (first === undefined) return [];
        const bySystem = Map.groupBy(of, (it) => it.system);
        const texts = [...bySystem].map(
          ([system, its]) => `${system} (${listed([...new Set(its.map((it) => it.by))], 3)})`,
        );
        const data = { role: first.role, database: first.database, uses: texts.sort().join(" and ") };
        return [problem("shared", data, { discriminator: first.account })];
      }),
      gaps: [...(uses.length === 0 && all[0]?.gaps.length === 0 ? [none] : []), ...all.flatMap((it) => it.gaps)],
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
