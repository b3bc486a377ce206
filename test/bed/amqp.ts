import { databaseAddress } from "../../src/probes/database/address.ts";
import { Line } from "../../src/probes/database/line.ts";
import { plain, protocolHeader, startOk } from "../../src/probes/rabbitmq/amqp.ts";

const short = (text: string) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);
const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number) => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)]);
const method = (channel: number, of: number, number: number, ...fields: readonly Buffer[]) => {
  const payload = Buffer.concat([u16(of), u16(number), ...fields]);
  return Buffer.concat([Buffer.from([1]), u16(channel), u32(payload.length), payload, Buffer.from([0xce])]);
};

/** What a method needs the permission for: the three kinds of RabbitMQ, tried on things that needn't be there. */
const trials = {
  configure: (name: string) => method(1, 50, 40, u16(0), short(name), Buffer.from([0])),
  write: (name: string) => {
    const header = Buffer.concat([u16(60), u16(0), Buffer.alloc(8), u16(0)]);
    const content = Buffer.concat([Buffer.from([2]), u16(1), u32(header.length), header, Buffer.from([0xce])]);
    const publish = method(1, 60, 40, u16(0), short(name), short("key"), Buffer.from([0]));
    return Buffer.concat([publish, content, method(1, 60, 10, u32(0), u16(1), Buffer.from([0]))]);
  },
  read: (name: string) => method(1, 60, 70, u16(0), short(name), Buffer.from([1])),
} as const;

/** A connection of the test's own to RabbitMQ; `undefined` where it doesn't let this user into the virtual host. */
export async function amqpConnection(port: number, user: string, password: string, vhost: string) {
  const limits = { signal: new AbortController().signal, timeoutMs: 300_000, maxBytes: 1e9 };
  const line = await Line.open(databaseAddress(`127.0.0.1:${port}`, port), limits);
  let heard = Buffer.alloc(0);
  const next = async (): Promise<{ readonly of: number; readonly number: number; readonly code: number }> => {
    for (;;) {
      const length = heard.length < 7 ? undefined : heard.readUInt32BE(3);
      if (length === undefined || heard.length < length + 8) {
        const more = await line.hear();
        if (more.length === 0) throw new Error("RabbitMQ closed the connection");
        heard = Buffer.concat([heard, more]);
        continue;
      }
      const [type, payload] = [heard[0], heard.subarray(7, 7 + length)];
      heard = heard.subarray(length + 8);
      if (type !== 1) continue;
      const [of, number] = [payload.readUInt16BE(0), payload.readUInt16BE(2)];
      return { of, number, code: payload.length >= 6 ? payload.readUInt16BE(4) : 0 };
    }
  };
  // What needs no answer goes with what comes next: alone it would wait for a while on its way.
  let waiting = Buffer.alloc(0);
  const asked = async (bytes: Buffer) => {
    line.write(Buffer.concat([waiting, bytes]));
    waiting = Buffer.alloc(0);
    return next();
  };
  await asked(protocolHeader);
  await asked(startOk("PLAIN", plain(user, password)));
  waiting = method(0, 10, 31, u16(10), u32(131_072), u16(0));
  const opened = await asked(method(0, 10, 40, short(vhost), short(""), Buffer.from([0])));
  const close = () => line.close();
  if (opened.number !== 41) {
    close();
    return undefined;
  }
  /** Whether the user may do that with what has this name; access is checked before whether it is there. */
  const may = async (kind: keyof typeof trials, name: string): Promise<boolean> => {
    await asked(method(1, 20, 10, short("")));
    const { of, number, code } = await asked(trials[kind](name));
    const closed = of === 20 && number === 40;
    if (closed) waiting = method(1, 20, 41);
    else await asked(method(1, 20, 40, u16(200), short(""), u16(0), u16(0)));
    return !(closed && code === 403);
  };
  return { may, close };
}
