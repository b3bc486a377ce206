import { TroubleError } from "../../transports/trouble.ts";
import { databaseAddress } from "../database/address.ts";
import { authoritiesOf } from "../database/credentials.ts";
import { type Door, findDoor, isTrouble } from "../database/door.ts";
import type { Secured } from "../database/line.ts";
import { databaseFactKinds, orTrouble, toldOf } from "../database/told.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { probe } from "../probe.ts";
import { attempts, ldapSpeech } from "./access.ts";
import type { LdapClient } from "./client.ts";
import { lookInside } from "./inside.ts";

const ownPort = 389;

export default probe({
  id: "ldap",
  version: 1,
  subject: "database",
  appliesTo: ({ kind }) => kind === "ldap",
  yields: databaseFactKinds,
  needs: ["network"],
  title: "Whom an LDAP directory lets in, and what its entries may do",
  async observe({ declared }, context) {
    const address = databaseAddress(declared.address, ownPort);
    const { signal, budget } = context;
    const limits = { signal, timeoutMs: budget.timeoutMs, maxBytes: budget.maxBytes };
    const authorities = await authoritiesOf(declared);
    const found = await findDoor(address, limits, authorities, ldapSpeech);
    const root = found.greeting;
    // Without a certificate it tells nothing, not even what it is.
    if (isTrouble(root)) throw new TroubleError(root);
    const plain = found.door.secured === undefined ? found.door : undefined;
    const door = plain === undefined ? found.door : await securedDoor(plain, authorities);
    const inside = await orTrouble(
      door.open().then(async (client) => {
        try {
          return await lookInside(client, root, declared, context, door.secured !== undefined);
        } finally {
          client.line.close();
        }
      }),
    );
    const base = declared.name ?? root.bases[0];
    const access: FactsOf<"database-access"> = {
      product: "ldap",
      ...(root.version !== undefined && { version: root.version }),
      address: address.place,
      local: address.local,
      tls: { offered: door.secured !== undefined, ...door.secured },
      attempts: [...(await attempts(door, plain, root, declared, context.random))],
      unseen:
        declared.tryDefaults && base !== undefined
          ? []
          : [
              {
                reason: "well-known passwords were not tried",
                wouldVerify: "set tryDefaults: true, and declare the base under `name`",
              },
            ],
    };
    const rest = isTrouble(inside)
      ? { "database-roles": inside, "database-rules": inside, "database-sessions": inside }
      : inside;
    return toldOf("openldap", requests, { "database-access": access, ...rest }, context);
  },
});

/** The same door with StartTLS, where the server offers it; else the door as it is. @throws TroubleError */
async function securedDoor(plain: Door<LdapClient>, authorities: string | undefined): Promise<Door<LdapClient>> {
  let secured: Secured | undefined;
  const open = async () => {
    const client = await plain.open();
    if ("path" in client.line.address) return client;
    await client.startTls(authorities);
    secured = client.line.secured;
    return client;
  };
  const first = await open();
  first.line.close();
  return secured === undefined ? plain : { secured, open };
}

const requests = {
  "database-access": "the root entry, two searches by nobody, binds without and with well-known passwords, StartTLS",
  "database-roles": "searches for accounts, groups and cn=config",
  "database-rules": "a search of cn=config",
  "database-sessions": "a search of cn=Connections,cn=Monitor",
};
