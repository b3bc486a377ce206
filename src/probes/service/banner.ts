import type { ServiceKind } from "./facts.ts";

/**
 * What speaks so when a client says nothing: SSH (RFC 4253), SMTP (RFC 5321), FTP (RFC 959), POP3 (RFC 1939), IMAP (RFC
 * 9051), MySQL and MariaDB (protocol::HandshakeV10), Redis in protected mode, Telnet (RFC 854), rsync. `undefined` where that can't be told.
 */
export function kindOfBanner(bytes: Buffer): ServiceKind | undefined {
  const text = bytes.toString("latin1");
  // A command of RFC 854: nobody else begins with one.
  if (/^\xff[\xfb-\xfe]/.test(text)) return "telnet";
  if (/^@RSYNCD: \d/.test(text)) return "rsync";
  if (/^SSH-\d\.\d+-/m.test(text)) return "ssh";
  if (/^\+OK\b/.test(text)) return "pop3";
  if (/^\* (?:OK|PREAUTH|BYE)\b/.test(text)) return "imap";
  if (/^-DENIED Redis/.test(text)) return "redis";
  if (/^220[ -]/.test(text)) return kindOfGreeting(text);
  return kindOfDatabaseGreeting(bytes);
}

/** SMTP and FTP greet alike; RFC 5321 doesn't demand that a server names its protocol, but nearly all do. */
function kindOfGreeting(text: string): ServiceKind | undefined {
  if (/\bE?SMTP\b/i.test(text)) return "smtp";
  return /ftp/i.test(text) ? "ftp" : undefined;
}

function kindOfDatabaseGreeting(bytes: Buffer): ServiceKind | undefined {
  if (bytes.length < 6 || bytes[3] !== 0) return undefined;
  const payload = bytes.subarray(4, 4 + bytes.readUIntLE(0, 3));
  const text = payload.subarray(1, 200).toString("latin1");
  const [version = ""] = text.split("\0");
  if (payload[0] === 0x0a && /^\d+\.\d+[\w.+~:-]*$/.test(version))
    return /mariadb/i.test(version) ? "mariadb" : "mysql";
  // An error instead of a greeting, such as that this address may not connect.
  if (payload[0] === 0xff && /MariaDB|MySQL/.test(text)) return /MariaDB/.test(text) ? "mariadb" : "mysql";
  return undefined;
}

/** What nginx, Apache and Go tell a client that speaks plain HTTP to their TLS port. */
const plainOnTls =
  /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled|HTTP request to an HTTPS server/;

/** What answers so to `GET / HTTP/1.0` in clear text. */
export function kindOfHttpAnswer(bytes: Buffer): ServiceKind | undefined {
  const text = bytes.toString("latin1");
  if (/^HTTP\/\d\.\d \d{3}/.test(text)) {
    if (/trying to access MongoDB over HTTP on the native driver port/.test(text)) return "mongodb";
    return plainOnTls.test(text) ? "https" : "http";
  }
  if (/^AMQP[\0-\x09]/.test(text)) return "amqp";
  return undefined;
}

/** Redis answers an inline command (RESP) with an error or a status line. */
export function soundsLikeRedis(bytes: Buffer): boolean {
  return /^(?:\+PONG|-NOAUTH |-DENIED |-NOPERM |-ERR (?:wrong number of arguments|unknown command|Protocol error))/.test(
    bytes.toString("latin1"),
  );
}

/** PostgreSQL answers an SSLRequest with the single byte S or N; a server from before it says E and an error. */
export function soundsLikePostgresql(bytes: Buffer): boolean {
  return (
    (bytes.length === 1 && (bytes[0] === 0x53 || bytes[0] === 0x4e)) ||
    /^E[\0-\xff]{4}S(?:FATAL|ERROR)\0/.test(bytes.toString("latin1"))
  );
}

/** Memcached answers what it doesn't know with a bare error, and `version` with its own. */
export function soundsLikeMemcached(bytes: Buffer): boolean {
  return /^VERSION \d[\w.-]*\r\n/.test(bytes.toString("latin1"));
}

/** An LDAP message (RFC 4511) with an answer to our request of the message id 1: the tag of an ExtendedResponse. */
export function soundsLikeLdap(bytes: Buffer): boolean {
  const at = bytes.indexOf(Buffer.from([0x02, 0x01, 0x01, 0x78]));
  return bytes[0] === 0x30 && at >= 2 && at <= 6;
}
