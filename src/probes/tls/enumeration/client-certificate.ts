import { connect } from "node:tls";
import { lookingOptions } from "../../../transports/dial.ts";
import { isTrouble, type Target } from "../target.ts";

/** Long enough for an alert that follows our Finished; a server that says nothing has let us in. */
const patienceMs = 1000;

/**
 * Whether a handshake without a client certificate is let through. TLS 1.3 refuses only after the handshake (alert
 * certificate_required), or sends session tickets where it accepts.
 */
export async function worksWithoutCertificate(target: Target): Promise<boolean | undefined> {
  const connection = await target.dial();
  if (isTrouble(connection)) return undefined;
  const socket = connect({ ...lookingOptions(target.address), socket: connection.socket });
  const { promise, resolve } = Promise.withResolvers<boolean | undefined>();
  const timer = setTimeout(() => resolve(undefined), target.timeoutMs);
  let calm: NodeJS.Timeout | undefined;
  socket.on("error", (error) =>
    resolve(/ALERT|CERTIFICATE_REQUIRED/.test(`${(error as { code?: string }).code}`) ? false : undefined),
  );
  socket.on("close", () => resolve(undefined));
  socket.on("session", () => resolve(true));
  socket.on("data", () => resolve(true));
  socket.on("secureConnect", () => {
    if (socket.getProtocol() !== "TLSv1.3") resolve(true);
    else calm = setTimeout(() => resolve(true), Math.min(patienceMs, target.timeoutMs));
  });
  const works = await promise;
  clearTimeout(timer);
  clearTimeout(calm);
  socket.destroy();
  connection.close();
  return works;
}
