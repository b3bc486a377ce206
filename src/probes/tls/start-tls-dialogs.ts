import { u8, u16, u24 } from "./wire/write.ts";

/** One step of a conversation: what is sent (if anything), and what the answer so far means. */
export interface Step {
  readonly send?: Buffer;
  hear(heard: Buffer): "agreed" | "refused" | "more";
}

const line = (text: string) => Buffer.from(`${text}\r\n`, "latin1");

/** Numbered replies of SMTP and FTP: `220-more`, `220 last` (RFC 5321 section 4.2.1, RFC 959 section 4.2). */
const numbered =
  (agreed: RegExp): Step["hear"] =>
  (heard) => {
    const last = /^(\d{3})(?: [^\n]*|\r?)\n/m.exec(heard.toString("latin1"));
    if (!last) return "more";
    return agreed.test(last[1] ?? "") ? "agreed" : "refused";
  };

/** A line that starts so agrees, any other complete line of that kind refuses. */
const starting =
  (agreed: RegExp, refused: RegExp): Step["hear"] =>
  (heard) => {
    const text = heard.toString("latin1");
    if (agreed.test(text)) return "agreed";
    return refused.test(text) ? "refused" : "more";
  };

/** RFC 4511 section 4.14: ExtendedRequest 1.3.6.1.4.1.1466.20037 with message id 1. */
const ldapRequest = Buffer.concat([
  Buffer.from("301d02010177188016", "hex"),
  Buffer.from("1.3.6.1.4.1.1466.20037", "ascii"),
]);
/** The resultCode is the first ENUMERATED (10) of one byte after the ExtendedResponse tag (0x78). */
const ldapAnswer: Step["hear"] = (heard) => {
  if (heard.length < 2) return "more";
  const at = heard.indexOf(Buffer.from([0x0a, 0x01]));
  if (heard[0] !== 0x30) return "refused";
  if (at < 0 || at + 2 >= heard.length) return "more";
  return heard.includes(0x78) && heard[at + 2] === 0 ? "agreed" : "refused";
};

/** Handshake of protocol 10; bit 11 of the lower capability flags says that TLS is there. */
const mysqlGreeting: Step["hear"] = (heard) => {
  if (heard.length < 4) return "more";
  if (heard.length < 4 + heard.readUIntLE(0, 3)) return "more";
  if (heard[4] !== 10) return "refused";
  const version = heard.indexOf(0, 5);
  const flags = version + 1 + 4 + 8 + 1;
  if (version < 0 || flags + 2 > heard.length) return "refused";
  return heard.readUInt16LE(flags) & 0x0800 ? "agreed" : "refused";
};
const swapped32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
/** SSLRequest: protocol 4.1, SSL, secure connection; 16 MiB packets; utf8. */
const mysqlRequest = Buffer.concat([
  u24(0x200000),
  u8(1),
  swapped32(0x0000_8a00),
  swapped32(0x0100_0000),
  u8(33),
  Buffer.alloc(23),
]);

const atOnce: Step["hear"] = () => "agreed";

export const startTlsDialogs = {
  smtp: [
    { hear: numbered(/^220/) },
    { send: line("EHLO holdfast.invalid"), hear: numbered(/^250/) },
    { send: line("STARTTLS"), hear: numbered(/^220/) },
  ],
  ftp: [{ hear: numbered(/^220/) }, { send: line("AUTH TLS"), hear: numbered(/^(234|334)/) }],
  imap: [
    { hear: starting(/^\* (OK|PREAUTH)[^\n]*\n/i, /^[^\n]*\n/) },
    { send: line("a1 STARTTLS"), hear: starting(/^a1 OK[^\n]*\n/im, /^a1 [^\n]*\n/im) },
  ],
  pop3: [
    { hear: starting(/^\+OK[^\n]*\n/, /^[^\n]*\n/) },
    { send: line("STLS"), hear: starting(/^\+OK[^\n]*\n/, /^[^\n]*\n/) },
  ],
  ldap: [{ send: ldapRequest, hear: ldapAnswer }],
  /** SSLRequest; `S` agrees, `N` refuses, anything else is an error message. */
  postgresql: [
    {
      send: Buffer.concat([u16(0), u16(8), u16(1234), u16(5679)]),
      hear: (heard: Buffer) => (heard.length === 0 ? "more" : heard[0] === 0x53 ? "agreed" : "refused"),
    },
  ],
  mysql: [{ hear: mysqlGreeting }, { send: mysqlRequest, hear: atOnce }],
} satisfies Record<string, readonly Step[]>;
