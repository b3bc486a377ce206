import type { FactsOf } from "../fact-kinds.ts";
import type { LoginResult, MariadbClient } from "./client.ts";

type Attempt = FactsOf<"database-access">["attempts"][number];

const wantsTls = /insecure transport|require_secure_transport/i;

/** Opens a connection, with TLS where that is offered and wanted. */
export type Open = (tls: boolean) => Promise<MariadbClient>;

async function tried(
  open: Open,
  tls: boolean,
  user: string,
): Promise<{ readonly result: LoginResult; readonly tls: boolean }> {
  const client = await open(tls);
  try {
    return { result: await client.logIn(user, ""), tls: client.line.secured !== undefined };
  } finally {
    client.line.close();
  }
}

function attemptOf(
  kind: Attempt["kind"],
  user: string,
  it: { readonly result: LoginResult; readonly tls: boolean },
): Attempt {
  const { result, tls } = it;
  const head = { kind, user, tls };
  if (result.is === "accepted") return { ...head, result: "accepted" };
  if (result.is === "asked") return { ...head, result: "authentication", method: result.method };
  const { error, method } = result;
  const detail = `${error.code}: ${error.message}`.slice(0, 200);
  // 1045: access denied; 1130: this host may not connect; 1698: denied to who has no password; 4151: locked.
  const refused = [1044, 1045, 1130, 1698, 3118, 4151].includes(error.code) || wantsTls.test(error.message);
  return { ...head, result: refused ? "refused" : "unclear", ...(method !== "" && { method }), detail };
}

/** Nobody, and root without a password: once each, with TLS where it is offered, so that a demand for it hides nothing. */
export async function uninvited(open: Open, tls: boolean, tryDefaults: boolean): Promise<readonly Attempt[]> {
  const anonymous = attemptOf("anonymous", "", await tried(open, tls, ""));
  if (!tryDefaults) return [anonymous];
  return [anonymous, attemptOf("default", "root", await tried(open, tls, "root"))];
}

/**
 * The declared way without TLS. No password is given, as what proves it could be guessed from by who listens: so the server's
 * own demand for TLS is seen, and whether the account demands it is told by `demanded` (`undefined` where that isn't known).
 */
export async function inPlaintext(open: Open, user: string, demanded: boolean | undefined): Promise<Attempt> {
  const it = attemptOf("plaintext", user, await tried(open, false, user));
  if (it.result !== "refused" || wantsTls.test(it.detail ?? "") || (it.detail ?? "").startsWith("1130")) return it;
  const { detail: _, ...rest } = it;
  if (demanded === true) return { ...rest, result: "refused", detail: "the server or the account demands TLS" };
  if (demanded === false) return { ...rest, result: "authentication" };
  return {
    ...rest,
    result: "unclear",
    detail: "the server goes on without TLS; whether the account demands it was not seen",
  };
}
