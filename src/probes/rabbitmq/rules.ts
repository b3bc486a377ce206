import { isIP } from "node:net";
import type { FactsOf } from "../fact-kinds.ts";
import type { Directory, Listener } from "./directory.ts";

type Rules = FactsOf<"database-rules">;
type Rule = Rules["rules"][number];

/** Listeners by which users log in. Nodes talk to each other by their own, with a secret of theirs; metrics ask nobody. */
const doors = /^(?:amqp|https?|mqtt|stomp|stream|https?\/web-(?:mqtt|stomp))(?:\/ssl)?$/;
/** Plug-ins that let in who brings no credentials, unless their own settings forbid it. */
const unasking: Readonly<Record<string, string>> = {
  rabbitmq_mqtt: "mqtt.allow_anonymous = false",
  rabbitmq_web_mqtt: "mqtt.allow_anonymous = false",
  rabbitmq_stomp: "stomp.default_user unset",
  rabbitmq_web_stomp: "stomp.default_user unset",
};
const otherBackends = /^rabbitmq_auth_backend_(?!cache)/;

/** What a server says of how it is set up. */
export interface Setup {
  readonly listeners: readonly Listener[];
  /** Ways to log in, as it offers them. */
  readonly mechanisms: readonly string[];
  /** Absent where it doesn't tell. */
  readonly plugins?: readonly string[];
}

const loopback = (address: string): boolean => address === "::1" || (isIP(address) === 4 && address.startsWith("127."));

function fromOf({ ip_address: told, socket_opts: options }: Listener): readonly string[] {
  const address = options.ssl_opts?.ip ?? options.ip ?? told;
  return loopback(address) ? ["127.0.0.0/8", "::1/128"] : ["any"];
}

/** Users whose accounts the server doesn't keep itself. */
export function unseenBackends({ plugins }: Setup): Rules["unseen"] {
  if (plugins === undefined)
    return [
      {
        reason: "the server doesn't tell which plug-ins are on: users may come from elsewhere too",
        wouldVerify: "look again some seconds after its start, or let it collect statistics",
      },
    ];
  const found = plugins.filter((it) => otherBackends.test(it));
  if (found.length === 0) return [];
  return [
    {
      reason: `users may come from elsewhere too: ${found.join(", ").slice(0, 200)}`,
      wouldVerify: "look at auth_backends, and at the users of that directory",
    },
  ];
}

/** Who may come by which listener. */
export function databaseRules({ users }: Pick<Directory, "users">, setup: Setup): Rules {
  const { listeners, mechanisms, plugins = [] } = setup;
  const ways = mechanisms.join(" ");
  const byCertificate = mechanisms.includes("EXTERNAL");
  const comers = users.filter((it) => it.password_hash !== "" || byCertificate);
  const rules = listeners.flatMap((listener): readonly Rule[] => {
    const { protocol, socket_opts: options } = listener;
    if (!doors.test(protocol)) return [];
    const web = /^https?$/.test(protocol);
    const from = fromOf(listener);
    const tls = /^https|\/ssl$/.test(protocol);
    const demanded = options.ssl_opts ?? options;
    const certified = tls && demanded.verify === "verify_peer" && demanded.fail_if_no_peer_cert === true;
    // Only who has a tag may use the management API, and guest comes from the machine itself unless that was changed.
    const roles = comers
      .filter((it) => !web || it.tags.length > 0)
      .filter((it) => it.name !== "guest" || !from.includes("any"))
      .map((it) => it.name);
    if (roles.length === 0) return [];
    const method = web ? "basic" : /^amqp/.test(protocol) ? ways : "password";
    return [
      {
        place: `${protocol} at ${listener.ip_address}:${listener.port}`,
        ...{ roles, databases: ["*"], from: [...from], tls: tls ? "required" : "never" },
        method: certified ? `${method}+clientcert` : method,
        open: /^amqp/.test(protocol) && mechanisms.includes("ANONYMOUS"),
      },
    ];
  });
  const guest = users.some((it) => it.name === "guest") && listeners.some((it) => fromOf(it).includes("any"));
  return {
    product: "rabbitmq",
    rules,
    unseen: [
      ...unseenBackends(setup),
      ...(guest
        ? [
            {
              reason: "whether guest may come from other machines isn't shown (loopback_users)",
              wouldVerify: "delete the user guest",
            },
          ]
        : []),
      ...Object.entries(unasking)
        .filter(([plugin]) => plugins.includes(plugin))
        .map(([plugin, setting]) => ({
          reason: `whether ${plugin} lets in clients without credentials isn't shown`,
          wouldVerify: `have ${setting}, and attest it`,
        })),
    ],
  };
}
