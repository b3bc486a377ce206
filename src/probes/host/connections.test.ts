import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { clientOf } from "../../controls/database-clients.ts";
import { hostSchema } from "../../estate/schema.ts";
import { localTransport } from "../../transports/local.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { hostConnections } from "./connections.ts";
import probe from "./probe.ts";

const entry = (local: string, remote: string, inode: number) =>
  `/proc/net/tcp\t   1: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000    33        0 ${inode} 1 0 20 4 30 10 -1\n`;
const status =
  "Name:\tphp-fpm\nPid:\t7\nPPid:\t1\nUid:\t33\t33\t33\t33\nCapEff:\t0000000000000000\nNoNewPrivs:\t0\nSeccomp:\t0\n";

test("tells the process, unit and user of a connection that begins here", () => {
  const facts = hostConnections(
    hostSections({
      machine: "x86_64\n",
      outgoing: entry("0302010A:A02A", "0A02010A:1538", 99) + entry("0302010A:A02B", "0A02010A:1538", 98),
      fds: "/proc/7/fd:\nlrwx------ 1 root root 64 Nov 1 00:00 3 -> socket:[99]\n",
      statuses: status,
      cgroups: "/proc/7/cgroup:0::/system.slice/php-fpm.service\n",
      passwd: "www-data\t33\t33\t/var/www\t/usr/sbin/nologin\tshadow\t-\n",
    }),
  );
  const both = { localAddress: "10.1.2.3", remoteAddress: "10.1.2.10", remotePort: 5432, user: "www-data" };
  expect(facts).toEqual({
    whole: true,
    connections: [
      { ...both, localPort: 41002, process: "php-fpm", unit: "php-fpm.service" },
      { ...both, localPort: 41003 },
    ],
  });
});

test("of more connections than are told it says so", () => {
  expect(hostConnections(hostSections({ machine: "x86_64\n", outgoing: "more\n" })).whole).toBe(false);
});

test("a real connection of this process is told, and leads from the server's session to it", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  const declared = { ...hostSchema.parse({}), transport: "local" as const };
  const subject = { id: "host:here", kind: "host", name: "here", systems: ["shop"], declared } as const;
  const context = { ...probeContext(), transport: localTransport() };
  const told = await probe.observe(subject as unknown as Parameters<typeof probe.observe>[0], context);
  const it = told.find(({ fact }) => fact === "host-connections");
  if (it === undefined || !("facts" in it)) throw new Error("no connections were told");
  const facts = it.facts as FactsOf<"host-connections">;
  const ours = { localAddress: "127.0.0.1", localPort: socket.localPort, remotePort: port };
  expect(facts.connections).toContainEqual(expect.objectContaining(ours));
  // The other end of it is no connection that began here: its port is one that listens.
  expect(facts.connections.filter(({ localPort }) => localPort === port)).toEqual([]);
  const session = { role: "shop", from: "127.0.0.1", ...(socket.localPort && { port: socket.localPort }) };
  expect(clientOf(session, [{ subject, facts }])).toMatchObject({ host: "host:here", systems: ["shop"] });
  expect(
    clientOf(session, [
      { subject, facts },
      { subject, facts },
    ]),
  ).toBeUndefined();
});
