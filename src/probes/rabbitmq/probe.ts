import type { Trouble } from "../../transports/trouble.ts";
import { databaseAddress } from "../database/address.ts";
import { authoritiesOf } from "../database/credentials.ts";
import { findDoor, isTrouble } from "../database/door.ts";
import { databaseFactKinds, orTrouble, toldOf } from "../database/told.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { type Declarations, probe } from "../probe.ts";
import { amqpAttempts, managementAttempts, rabbitmqSpeech } from "./access.ts";
import { lookInside } from "./inside.ts";
import { ManagementClient, managementAddress } from "./management-client.ts";

const ownPort = 5672;

export default probe({
  id: "rabbitmq",
  version: 1,
  subject: "database",
  appliesTo: ({ kind }) => kind === "rabbitmq",
  yields: databaseFactKinds,
  needs: ["network"],
  title: "Who a RabbitMQ broker lets in, and what its users may do",
  async observe({ declared }, context) {
    const address = databaseAddress(declared.address, ownPort);
    const { signal, budget } = context;
    const limits = { signal, timeoutMs: budget.timeoutMs, maxBytes: budget.maxBytes };
    const authorities = await authoritiesOf(declared);
    const management =
      declared.management === undefined
        ? undefined
        : new ManagementClient(managementAddress(declared.management), limits, authorities);
    const { door, greeting } = await findDoor(address, limits, authorities, rabbitmqSpeech);
    const version = isTrouble(greeting) ? undefined : greeting.properties.get("version");
    const access: FactsOf<"database-access"> = {
      product: "rabbitmq",
      ...(version !== undefined && { version }),
      address: address.place,
      local: address.local,
      tls: { offered: door.secured !== undefined, ...door.secured },
      attempts: [
        ...(await amqpAttempts(door, greeting, declared)),
        ...(management ? await managementAttempts(management, declared) : []),
      ],
      unseen: declared.tryDefaults
        ? []
        : [{ reason: "guest with its well-known password was not tried", wouldVerify: "set tryDefaults: true" }],
    };
    // Who is greeted only with a certificate has that for a way.
    const mechanisms = isTrouble(greeting) ? ["EXTERNAL"] : greeting.mechanisms;
    const inside = management
      ? await orTrouble(lookInside(management, declared, mechanisms, context))
      : undeclared(declared);
    const found = isTrouble(inside)
      ? { "database-roles": inside, "database-rules": inside, "database-sessions": inside }
      : inside;
    return toldOf("rabbitmq", requests, { "database-access": access, ...found }, context);
  },
});

const requests = {
  "database-access": "a greeting, one login of nobody and one of guest, by AMQP and by the management API",
  "database-roles": "GET /api/users, /api/permissions, /api/topic-permissions, /api/vhosts",
  "database-rules": "GET /api/overview, /api/nodes, /api/users",
  "database-sessions": "GET /api/connections",
};

const undeclared = ({ address }: Declarations["database"]): Trouble => ({
  kind: "denied",
  message: `no management API is declared for ${address}`,
  wouldVerify: "declare `management`, the URL of RabbitMQ's management API, with `user` and `password`",
});
