import { createSocket } from "node:dgram";
import { once } from "node:events";

/** What a name has: CAA properties as `flags tag value`, or a code of failure such as 2 for SERVFAIL. */
export type CaaZone = Readonly<
  Record<string, readonly (readonly [flags: number, tag: string, value: string])[] | number>
>;

const caaType = 257;

function nameIn(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString("latin1"));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 5 };
}

function answer(query: Buffer, zone: CaaZone): Buffer {
  const { name, end } = nameIn(query);
  const found = zone[name] ?? [];
  const records = typeof found === "number" ? [] : found;
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | (typeof found === "number" ? found : zone[name] === undefined ? 3 : 0), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  const answers = records.map(([flags, tag, value]) => {
    const data = Buffer.concat([Buffer.of(flags, tag.length), Buffer.from(tag), Buffer.from(value)]);
    const fixed = Buffer.alloc(12);
    fixed.writeUInt16BE(0xc00c, 0);
    fixed.writeUInt16BE(caaType, 2);
    fixed.writeUInt16BE(1, 4);
    fixed.writeUInt32BE(60, 6);
    fixed.writeUInt16BE(data.length, 10);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([head, query.subarray(12, end), ...answers]);
}

/** A DNS server on 127.0.0.1 that knows nothing but CAA records. Gives its `address:port` and the names asked for. */
export async function startDnsServer(zone: CaaZone) {
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    asked.push(nameIn(query).name);
    socket.send(answer(query, zone), from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked: (): readonly string[] => asked,
    async stop() {
      socket.close();
      await once(socket, "close");
    },
  };
}
