import { z } from "zod";

const most = 20_000;
const tags = z
  .union([z.array(z.string()), z.string()])
  .transform((it) =>
    (typeof it === "string" ? it.split(",") : it).map((tag) => tag.trim()).filter((tag) => tag !== ""),
  );
const listOf = <T extends z.ZodType>(item: T) => z.array(item).max(most);

export const nodesPath = "nodes?columns=name,enabled_plugins";
export const connectionsPath =
  "connections?page=1&page_size=500&columns=user,vhost,peer_host,ssl,connected_at,client_properties.connection_name,client_properties.product";

/** What is read of the management API, by path; whatever else an answer holds is left out. */
export const answers = {
  whoami: z.object({ name: z.string(), tags }),
  overview: z.object({
    rabbitmq_version: z.string().max(100).optional(),
    listeners: listOf(
      z.object({
        protocol: z.string(),
        ip_address: z.string(),
        port: z.number(),
        socket_opts: z
          .object({
            ip: z.string().optional(),
            verify: z.string().optional(),
            fail_if_no_peer_cert: z.boolean().optional(),
            ssl_opts: z
              .object({
                ip: z.string().optional(),
                verify: z.string().optional(),
                fail_if_no_peer_cert: z.boolean().optional(),
              })
              .optional(),
          })
          // An empty list stands for none.
          .catch({}),
      }),
    ).optional(),
  }),
  [nodesPath]: listOf(
    z.object({
      name: z.string(),
      // Not there for some seconds after its start, nor where it is told to collect nothing.
      enabled_plugins: z.array(z.string()).optional(),
    }),
  ),
  vhosts: listOf(z.object({ name: z.string() })),
  users: listOf(z.object({ name: z.string(), password_hash: z.string().default(""), tags })),
  permissions: listOf(
    z.object({ user: z.string(), vhost: z.string(), configure: z.string(), write: z.string(), read: z.string() }),
  ),
  "topic-permissions": listOf(
    z.object({ user: z.string(), vhost: z.string(), exchange: z.string(), write: z.string(), read: z.string() }),
  ),
  [connectionsPath]: z.object({
    total_count: z.number(),
    items: listOf(
      z.object({
        user: z.string().optional(),
        vhost: z.string().optional(),
        peer_host: z.string().optional(),
        ssl: z.boolean().optional(),
        connected_at: z.number().optional(),
        client_properties: z
          .object({ connection_name: z.string().optional(), product: z.string().optional() })
          .catch({}),
      }),
    ),
  }),
};

export type AnswerPath = keyof typeof answers;
export type AnswerOf<P extends AnswerPath> = z.output<(typeof answers)[P]>;

export type User = AnswerOf<"users">[number];
export type Permission = AnswerOf<"permissions">[number];
export type Listener = NonNullable<AnswerOf<"overview">["listeners"]>[number];

/** Who may do what, as administrators see it. */
export interface Directory {
  readonly users: readonly User[];
  readonly permissions: readonly Permission[];
  readonly topics: AnswerOf<"topic-permissions">;
  /** Names of the virtual hosts. */
  readonly vhosts: readonly string[];
}
