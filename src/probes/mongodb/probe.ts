import { TroubleError } from "../../transports/trouble.ts";
import { databaseAddress } from "../database/address.ts";
import { authoritiesOf } from "../database/credentials.ts";
import { findDoor, isTrouble } from "../database/door.ts";
import { databaseFactKinds, orTrouble, toldOf } from "../database/told.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { probe } from "../probe.ts";
import { attempts, mongodbSpeech } from "./access.ts";
import { lookInside } from "./inside.ts";

const ownPort = 27_017;

/** Written after the published protocol: no server could be had to try it against. */
export default probe({
  id: "mongodb",
  version: 1,
  subject: "database",
  appliesTo: ({ kind }) => kind === "mongodb",
  yields: databaseFactKinds,
  needs: ["network"],
  title: "Whom a MongoDB server lets in, and what its users may do",
  async observe({ declared }, context) {
    const address = databaseAddress(declared.address, ownPort);
    const { signal, budget } = context;
    const limits = { signal, timeoutMs: budget.timeoutMs, maxBytes: budget.maxBytes };
    const authorities = await authoritiesOf(declared);
    const { door, greeting } = await findDoor(address, limits, authorities, mongodbSpeech);
    // Without a certificate it tells nothing, not even what it is.
    if (isTrouble(greeting)) throw new TroubleError(greeting);
    const client = await door.open();
    const built = await client.command("admin", { buildInfo: 1 }).finally(() => client.line.close());
    const { version } = built;
    const access: FactsOf<"database-access"> = {
      product: "mongodb",
      ...(typeof version === "string" && { version: version.slice(0, 50) }),
      address: address.place,
      local: address.local,
      tls: { offered: door.secured !== undefined, ...door.secured },
      attempts: [...(await attempts(door, declared, context.random))],
      unseen: declared.tryDefaults
        ? []
        : [{ reason: "well-known passwords were not tried", wouldVerify: "set tryDefaults: true" }],
    };
    const inside = await orTrouble(
      door.open().then(async (it) => {
        try {
          return await lookInside(it, declared, context.random(24));
        } finally {
          it.line.close();
        }
      }),
    );
    const rest = isTrouble(inside)
      ? { "database-roles": inside, "database-rules": inside, "database-sessions": inside }
      : inside;
    return toldOf("mongodb", requests, { "database-access": access, ...rest }, context);
  },
});

const requests = {
  "database-access": "hello, buildInfo, listDatabases and usersInfo by nobody, logins with well-known passwords",
  "database-roles": "usersInfo and rolesInfo of all databases",
  "database-rules": "getCmdLineOpts",
  "database-sessions": "currentOp",
};
