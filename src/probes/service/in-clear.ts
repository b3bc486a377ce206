import { startTlsDialogs } from "../tls/start-tls-dialogs.ts";
import type { Service, ServiceKind } from "./facts.ts";
import type { Line } from "./line.ts";

/** What a service that starts in clear text says of TLS, and of passwords before that; what it doesn't say is absent. */
export type InClear = Pick<Service, "startTls" | "plainLogin">;

/** A harmless question about capabilities, when its answer is whole, and what that means. */
interface Question {
  readonly words: string;
  readonly whole: RegExp;
  readonly meaning: (answer: string) => InClear;
}

const wholeReply = /^\d{3}(?: [^\n]*|\r?)\n/m;

const questions: Readonly<Partial<Record<ServiceKind, Question>>> = {
  // RFC 5321 section 4.1.1.1, RFC 3207, RFC 4954.
  smtp: {
    words: "EHLO holdfast.invalid\r\n",
    whole: wholeReply,
    meaning: (answer) =>
      answer.startsWith("250")
        ? { startTls: /^250[ -]STARTTLS\b/im.test(answer), plainLogin: /^250[ -]AUTH[ =]/im.test(answer) }
        : {},
  },
  // RFC 9051 sections 6.1.1 and 6.2.1.
  imap: {
    words: "a1 CAPABILITY\r\n",
    whole: /^a1 [^\n]*\n/m,
    meaning: (answer) => {
      const told = /^\* CAPABILITY ([^\n]*)/im.exec(answer)?.[1]?.toUpperCase().trim().split(/\s+/);
      if (told === undefined) return {};
      return { startTls: told.includes("STARTTLS"), plainLogin: !told.includes("LOGINDISABLED") };
    },
  },
  // RFC 2449 and RFC 2595 section 4; a server without CAPA says nothing of either.
  pop3: {
    words: "CAPA\r\n",
    whole: /^\.\r?\n|^-ERR[^\n]*\n/m,
    meaning: (answer) =>
      answer.startsWith("+OK")
        ? { startTls: /^STLS\b/im.test(answer), plainLogin: /^(?:USER\b|SASL .*\b(?:PLAIN|LOGIN)\b)/im.test(answer) }
        : {},
  },
  // RFC 2389 and RFC 4217 section 4.
  ftp: {
    words: "FEAT\r\n",
    whole: wholeReply,
    meaning: (answer) => (answer.startsWith("211") ? { startTls: /^ *AUTH\b.*\b(?:TLS|SSL)\b/im.test(answer) } : {}),
  },
};

/** Goes on with a service that has greeted, and asks what it says of TLS; logs in nowhere and goes over to no TLS. */
export async function askInClear(service: ServiceKind, greeting: Buffer, line: Line, ms: number): Promise<InClear> {
  if (service === "mysql" || service === "mariadb") {
    const heard = startTlsDialogs.mysql[0]?.hear(greeting) ?? "more";
    return heard === "more" || greeting[4] !== 0x0a ? {} : { startTls: heard === "agreed" };
  }
  const question = questions[service];
  if (question === undefined) return {};
  const ask = async (words: string, whole: RegExp) => {
    const heard = await line.ask(words, (it) => whole.test(it.toString("latin1")), ms / 2);
    const text = heard.toString("latin1");
    return whole.test(text) ? text : undefined;
  };
  const answer = await ask(question.words, question.whole);
  const told = answer === undefined ? {} : question.meaning(answer);
  if (service !== "ftp" || answer === undefined || line.ended) return told;
  // 331 asks for the password of somebody who has not gone over to TLS (RFC 959). None is ever given.
  const login = await ask("USER holdfast\r\n", wholeReply);
  return login === undefined ? told : { ...told, plainLogin: /^(?:331|332|230)/.test(login) };
}
