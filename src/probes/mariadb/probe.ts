import type { Trouble } from "../../transports/trouble.ts";
import { databaseAddress } from "../database/address.ts";
import { authoritiesOf } from "../database/credentials.ts";
import { type DatabaseFact, databaseFactKinds, orTrouble, toldOf } from "../database/told.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { probe } from "../probe.ts";
import { inPlaintext, type Open, uninvited } from "./access.ts";
import { MariadbClient } from "./client.ts";
import { type Inside, lookInside } from "./inside.ts";
import { databaseRoles } from "./roles.ts";
import { databaseRules } from "./rules.ts";

const ownPort = 3306;

export default probe({
  id: "mariadb",
  version: 1,
  subject: "database",
  appliesTo: ({ kind }) => kind === "mariadb" || kind === "mysql",
  yields: databaseFactKinds,
  needs: ["network"],
  title: "Who a MariaDB or MySQL server lets in, and what its accounts may do",
  async observe({ declared }, context) {
    const product = declared.kind === "mysql" ? "mysql" : "mariadb";
    const address = databaseAddress(declared.address, ownPort);
    const { signal, budget } = context;
    const limits = { signal, timeoutMs: budget.timeoutMs, maxBytes: budget.maxBytes };
    const authorities = await authoritiesOf(declared);
    const open: Open = async (tls) => {
      const client = await MariadbClient.open(address, limits);
      if (tls && !("path" in address) && !("code" in client.greeting) && client.greeting.tls)
        await client.secure(authorities);
      return client;
    };
    const first = await open(true);
    first.line.close();
    const { greeting } = first;
    const { secured } = first.line;
    const inside = await orTrouble(lookInside(declared, open, product));
    const demanded = "kind" in inside ? undefined : inside.ownDemandsTls;
    const access: FactsOf<"database-access"> = {
      product,
      ...(!("code" in greeting) && { version: greeting.version }),
      address: address.place,
      local: address.local,
      tls: { offered: !("code" in greeting) && greeting.tls, ...secured },
      attempts: [
        ...(await uninvited(open, true, declared.tryDefaults)),
        ...("path" in address || declared.user === undefined ? [] : [await inPlaintext(open, declared.user, demanded)]),
      ],
      unseen: declared.tryDefaults
        ? []
        : [{ reason: "root without a password was not tried", wouldVerify: "set tryDefaults: true" }],
    };
    const found = {
      "database-access": access,
      "database-roles": onRead(inside, (it) => databaseRoles(it.read, product, context)),
      "database-rules": onRead(inside, (it) => databaseRules(it.read, product, it.server)),
      "database-sessions": "kind" in inside ? inside : inside.sessions,
    };
    return toldOf("mariadb", requests, found, context);
  },
});

const requests: Readonly<Record<DatabaseFact, string>> = {
  "database-access": "one login of nobody, one of root without a password, one without TLS",
  "database-roles":
    "SELECT FROM mysql.global_priv, db, tables_priv, columns_priv, procs_priv, roles_mapping, proxies_priv, proc, information_schema.VIEWS",
  "database-rules": "SELECT FROM mysql.global_priv",
  "database-sessions": "SELECT FROM information_schema.PROCESSLIST",
};

/** What follows from the tables of privileges, or why they were not read. */
function onRead<F>(
  inside: Inside | Trouble,
  then: (it: Inside & { readonly read: Exclude<Inside["read"], Trouble> }) => F,
): F | Trouble {
  if ("kind" in inside) return inside;
  const { read } = inside;
  return "kind" in read ? read : then({ ...inside, read });
}
