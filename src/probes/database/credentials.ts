import { readFile } from "node:fs/promises";
import { resolveSecret, type Secret } from "../../estate/secrets/secret.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { Line } from "./line.ts";

interface Declared {
  readonly password?: string | undefined;
  readonly trust?: string | undefined;
}

/** The declared password; `undefined` where none is declared. @throws TroubleError where it can't be had */
export async function passwordOf({ password }: Pick<Declared, "password">): Promise<Secret | undefined> {
  if (password === undefined) return undefined;
  const got = await resolveSecret(password, { env: process.env });
  if ("secret" in got) return got.secret;
  const { message, wouldVerify } = got.problem;
  const kind: Trouble["kind"] = got.problem.kind === "timeout" ? "timeout" : "denied";
  throw new TroubleError({ kind, message: `no password: ${message}`, wouldVerify });
}

/**
 * The declared user with its password, for whom nobody is let in without. @throws TroubleError where either isn't there
 *
 * @param wouldVerify - what to declare
 */
export async function loginOf(
  declared: Pick<Declared, "password"> & { readonly user?: string | undefined; readonly address: string },
  wouldVerify: string,
): Promise<{ readonly user: string; readonly password: Secret }> {
  const password = await passwordOf(declared);
  const { user, address } = declared;
  if (user !== undefined && password !== undefined) return { user, password };
  throw new TroubleError({
    kind: "denied",
    message: `no user with a password is declared for ${address}`,
    wouldVerify,
  });
}

/** PEM of the authorities that the estate declares for its certificate. @throws TroubleError */
export async function authoritiesOf({ trust }: Pick<Declared, "trust">): Promise<string | undefined> {
  if (trust === undefined) return undefined;
  try {
    return await readFile(trust, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const message = `${trust} can't be read (${code})`;
    throw new TroubleError({ kind: "denied", message, wouldVerify: `make ${trust} readable` });
  }
}

/** Keeps a password from being sent where others could read it or pose as the server. @throws TroubleError */
export function mayShowPassword({ address, secured }: Line): void {
  const { place, local } = address;
  if (local || secured?.trusted === true) return;
  const why =
    secured === undefined ? "would cross the network in clear text" : "would go to whoever has this certificate";
  throw new TroubleError({
    kind: "denied",
    message: `the password was not sent: to ${place} it ${why}`,
    wouldVerify:
      secured === undefined
        ? `let ${place} offer TLS, or look from the machine itself`
        : `name under \`trust\` the authority of the certificate of ${place}, which must hold the declared name`,
  });
}
