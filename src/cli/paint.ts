import type { WriteStream } from "node:tty";

type Stream = Pick<WriteStream, "isTTY">;

/**
 * Whether to colour what goes to a stream: on a terminal only, never with `NO_COLOR` or `TERM=dumb`, always with
 * `FORCE_COLOR` (https://no-color.org).
 */
export function paints(stream: Stream, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"] && env["FORCE_COLOR"] !== "0") return true;
  return stream.isTTY === true && env["TERM"] !== "dumb";
}
