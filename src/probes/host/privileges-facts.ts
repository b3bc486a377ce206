import { z } from "zod";

/** How an account comes to be root. */
export const rootWayKinds = [
  ...["user-id", "sudo", "doas", "su", "group", "socket", "device", "polkit"],
  ...["schedule", "unit", "file", "set-id", "capability"],
] as const;

/** One way from an account to root. */
export const rootWaySchema = z.strictObject({
  by: z.enum(rootWayKinds),
  /** From the account to root, step by step: the groups, rules (with file and line), files and modes that it rests on. */
  path: z.array(z.string()),
  /** Whether it takes no password on the way, neither the account's own nor another's. */
  withoutPassword: z.boolean(),
  /** Whether somebody gave it to the account (a rule, a group), or it stands open (a mode, a program with set-uid bit). */
  granted: z.boolean(),
});
export type RootWay = z.output<typeof rootWaySchema>;

const accountWays = z.array(z.strictObject({ account: z.string(), ways: z.array(rootWaySchema) }));

/** Who is root on a host, or can come to be, and by which ways. */
export const hostPrivilegesSchema = z.strictObject({
  /** Every account that is root or can become it by itself; `*` stands for whichever account there is. */
  rootEquivalents: accountWays,
  /** Accounts that may do more than others, but aren't root by it as far as could be told: reading all logs, one command. */
  raised: accountWays,
  /** What could not be looked at, or not be understood; each could hold a further way. */
  unseen: z.array(z.strictObject({ reason: z.string(), wouldVerify: z.string() })),
});

export const privilegesFacts = { "host-privileges": hostPrivilegesSchema };
