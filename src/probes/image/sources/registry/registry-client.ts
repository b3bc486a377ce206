import { readFile } from "node:fs/promises";
import { rootCertificates } from "node:tls";
import { z } from "zod";
import type { RegistryDeclaration } from "../../../../estate/schema.ts";
import { resolveSecret } from "../../../../estate/secrets/secret.ts";
import { TroubleError } from "../../../../transports/trouble.ts";
import { readDocument } from "../documents.ts";
import { fileTrouble } from "../source-trouble.ts";
import { type Challenge, mayKnowPassword, readChallenge } from "./challenge.ts";
import { type Answering, ask, whole } from "./request.ts";

const mostRedirects = 3;
const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** What a registry answers. */
export interface RegistryDocument {
  readonly status: number;
  readonly body: Buffer;
  /** Path of the next page, where the answer is one of several. */
  readonly next?: string;
}

/** The server behind a registry's name. */
const serverOf = (host: string) => (host === "docker.io" ? "registry-1.docker.io" : host);

/**
 * Asks one registry (OCI distribution-spec 1.1) for what is in one repository. It sends GET requests and no others, and shows
 * its account to nobody but the registry and the server that this sends for tokens.
 */
export class RegistryClient {
  readonly #declared: RegistryDeclaration;
  readonly #origin: string;
  readonly #signal: AbortSignal;
  readonly #authorities: readonly string[] | undefined;
  #authorization: string | undefined;

  private constructor(declared: RegistryDeclaration, authorities: readonly string[] | undefined, signal: AbortSignal) {
    this.#declared = declared;
    this.#origin = `${declared.plainHttp ? "http" : "https"}://${serverOf(declared.host)}`;
    this.#authorities = authorities;
    this.#signal = signal;
  }

  /** @throws TroubleError where the registry's own authorities can't be read */
  static async for(declared: RegistryDeclaration, signal: AbortSignal): Promise<RegistryClient> {
    if (declared.trust === undefined) return new RegistryClient(declared, undefined, signal);
    try {
      return new RegistryClient(declared, [await readFile(declared.trust, "utf8"), ...rootCertificates], signal);
    } catch (error) {
      throw new TroubleError(fileTrouble(error, declared.trust));
    }
  }

  /** A document of the repository, whatever the status. @throws TroubleError */
  async document(path: string, accept: string): Promise<RegistryDocument> {
    const answering = await this.#get(path, accept);
    const next = nextPage(answering.headers.link, new URL(path, this.#origin));
    const body = await whole(answering, `${this.#declared.host}${path}`);
    return { status: answering.status, body, ...(next !== undefined && { next }) };
  }

  /** A blob, from wherever the registry sends for it. @throws TroubleError */
  async *blob(path: string): AsyncGenerator<Buffer> {
    const answering = await this.#get(path, "application/octet-stream, */*");
    if (answering.status !== 200) {
      answering.drop();
      throw new TroubleError(this.refusal(path, answering.status));
    }
    yield* answering.chunks;
  }

  /** What a status means that is not the wanted one. */
  refusal(path: string, status: number) {
    const place = `${this.#declared.host}${path}`;
    if (status === 401 || status === 403)
      return {
        ...{ kind: "denied" as const, message: `${place} may not be read (${status})` },
        wouldVerify: `declare an account that may pull from ${this.#declared.host}`,
      };
    if (status === 404)
      return {
        ...{ kind: "unreachable" as const, message: `${place} doesn't exist` },
        wouldVerify: "push it there, or correct its reference",
      };
    if (status === 429)
      return { kind: "budget" as const, message: `${place}: asked too often (429)`, wouldVerify: "look again later" };
    return {
      ...{ kind: "unsupported" as const, message: `${place} answers with ${status}` },
      wouldVerify: "a registry that speaks the distribution API, version 2",
    };
  }

  async #get(path: string, accept: string): Promise<Answering> {
    const first = await this.#follow(new URL(path, this.#origin), accept);
    if (first.status !== 401) return first;
    first.drop();
    const challenge = readChallenge([first.headers["www-authenticate"]].flat().join(", "));
    if (challenge === undefined) throw new TroubleError(this.refusal(path, 401));
    this.#authorization = await this.#authorizationFor(challenge);
    return this.#follow(new URL(path, this.#origin), accept);
  }

  async #follow(from: URL, accept: string): Promise<Answering> {
    let url = from;
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      const own = url.origin === from.origin && this.#authorization !== undefined;
      const headers = { accept, ...(own && { authorization: this.#authorization ?? "" }) };
      const answering = await this.#ask(url, headers);
      const { location } = answering.headers;
      if (![301, 302, 303, 307, 308].includes(answering.status) || location === undefined) return answering;
      answering.drop();
      if (!URL.canParse(location, url.href)) break;
      url = new URL(location, url.href);
      if (url.protocol !== "https:" && url.origin !== from.origin && !(this.#declared.plainHttp && isLoopback(url)))
        break;
    }
    throw new TroubleError({
      kind: "unsupported",
      message: `${this.#declared.host} redirects too often, or to a place without TLS`,
      wouldVerify: "a registry that redirects to where its blobs are, with TLS",
    });
  }

  async #authorizationFor(challenge: Challenge): Promise<string | undefined> {
    const basic = await this.#basic();
    if (challenge.scheme === "basic") return basic;
    const realm = new URL(challenge.realm);
    const { origin } = new URL(this.#origin);
    const isSafe =
      realm.protocol === "https:" || realm.origin === origin || (this.#declared.plainHttp && isLoopback(realm));
    if (!isSafe || !mayKnowPassword(new URL(this.#origin).host, realm))
      throw new TroubleError({
        kind: "denied",
        message: `${this.#declared.host} sends for tokens to ${realm.host}, which nobody declared`,
        wouldVerify: `have tokens issued by ${this.#declared.host} or under its own name`,
      });
    if (challenge.service !== undefined) realm.searchParams.set("service", challenge.service);
    if (challenge.scope !== undefined) realm.searchParams.set("scope", challenge.scope);
    const answering = await this.#ask(realm, { ...(basic !== undefined && { authorization: basic }) });
    const body = await whole(answering, realm.host);
    if (answering.status !== 200) throw new TroubleError(this.refusal(" (token)", answering.status));
    const { token, access_token: accessToken } = readDocument(tokenSchema, body, `the token from ${realm.host}`);
    const it = token ?? accessToken;
    return it === undefined || /[\r\n]/.test(it) ? undefined : `Bearer ${it}`;
  }

  async #basic(): Promise<string | undefined> {
    const { user, password } = this.#declared;
    if (user === undefined || password === undefined) return undefined;
    const result = await resolveSecret(password, { env: process.env });
    if ("problem" in result) {
      const { message, wouldVerify } = result.problem;
      throw new TroubleError({
        kind: "denied",
        message: `the password of ${this.#declared.host}: ${message}`,
        wouldVerify,
      });
    }
    return `Basic ${Buffer.from(`${user}:${result.secret.reveal()}`).toString("base64")}`;
  }

  #ask(url: URL, headers: Readonly<Record<string, string>>): Promise<Answering> {
    const authorities = this.#authorities;
    return ask(url, { headers, signal: this.#signal, ...(authorities !== undefined && { authorities }) });
  }
}

const isLoopback = ({ hostname }: URL) => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);

/** The page that `Link` leads to (RFC 8288), on this registry alone. */
function nextPage(link: string | string[] | undefined, from: URL): string | undefined {
  const target = /<([^<>]{1,2000})>\s*;\s*rel="?next"?/.exec([link ?? ""].flat().join(", "))?.[1];
  if (target === undefined || !URL.canParse(target, from.href)) return undefined;
  const { origin, pathname, search } = new URL(target, from.href);
  return origin === from.origin ? `${pathname}${search}` : undefined;
}
