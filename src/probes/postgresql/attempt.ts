import type { DatabaseAddress } from "../database/address.ts";
import { Line, type LineLimits, type Secured } from "../database/line.ts";
import { type StartupAnswer, sslRequest, startupAnswer, startupMessage, terminate } from "./wire.ts";

/** The most that is listened to before anybody is let in. */
const mostHeard = 32 * 1024;

/** Asks for TLS: whether it is offered; `undefined` where the answer is no PostgreSQL server's. */
async function offersTls(line: Line): Promise<boolean | undefined> {
  line.write(sslRequest);
  const said = await line.hear();
  // More than the one byte would have been put there by somebody in between (CVE-2021-23222).
  if (said.length !== 1) return said[0] === 0x45 ? false : undefined;
  return said[0] === 0x53 ? true : said[0] === 0x4e ? false : undefined;
}

/** Whether TLS is offered, and if so what comes about; `undefined` where no PostgreSQL server answers. */
export async function lookAtTls(
  address: DatabaseAddress,
  limits: LineLimits,
  authorities: string | undefined,
): Promise<({ readonly offered: boolean } & Partial<Secured>) | undefined> {
  const line = await Line.open(address, { ...limits, maxBytes: mostHeard });
  try {
    const offered = await offersTls(line);
    if (offered !== true) return offered === undefined ? undefined : { offered };
    return { offered, ...(await line.secure(authorities)) };
  } finally {
    line.close();
  }
}

/** Tries to get in as `user` without a password, and leaves at once. */
export async function attempt(
  address: DatabaseAddress,
  who: { readonly user: string; readonly database: string; readonly tls: boolean },
  limits: LineLimits,
): Promise<StartupAnswer> {
  const line = await Line.open(address, { ...limits, maxBytes: mostHeard });
  try {
    if (who.tls) {
      if ((await offersTls(line)) !== true) return { result: "unclear", detail: "TLS is not offered any more" };
      await line.secure(undefined);
    }
    line.write(startupMessage(who.user, who.database));
    let heard: Buffer = Buffer.alloc(0);
    for (;;) {
      const more = await line.hear();
      if (more.length === 0) return { result: "unclear", detail: "it ended the connection without a whole answer" };
      heard = Buffer.concat([heard, more]);
      const answer = startupAnswer(heard);
      if (answer !== undefined) return answer;
    }
  } finally {
    line.write(terminate);
    line.close();
  }
}
