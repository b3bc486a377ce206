import type { Socket } from "node:net";
import type { Connection, Ending } from "./target.ts";

/** Waits until something happens to the socket, or the time is up. */
async function happening(socket: Socket, timeoutMs: number, signal: AbortSignal): Promise<"timeout" | "event"> {
  const { promise, resolve } = Promise.withResolvers<"timeout" | "event">();
  const event = () => resolve("event");
  const late = () => resolve("timeout");
  const timer = setTimeout(late, timeoutMs);
  const names = ["readable", "end", "close", "error"] as const;
  for (const name of names) socket.on(name, event);
  signal.addEventListener("abort", late, { once: true });
  const what = await promise;
  clearTimeout(timer);
  for (const name of names) socket.off(name, event);
  signal.removeEventListener("abort", late);
  return what;
}

/** Wraps a connected socket; nothing is read from it but by `receive`, so a flood stays in the kernel. */
export function connectionOver(
  socket: Socket,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
  told: { readonly received: (chunk: Buffer) => void; readonly closed: () => void },
): Connection {
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    socket.destroy();
    told.closed();
  };
  const receive = async (timeoutMs = limits.timeoutMs): Promise<Buffer | Ending> => {
    const until = performance.now() + timeoutMs;
    for (;;) {
      const chunk: unknown = socket.read();
      if (Buffer.isBuffer(chunk)) {
        told.received(chunk);
        return chunk;
      }
      if (socket.errored) return "reset";
      if (socket.readableEnded || socket.destroyed) return "end";
      const left = until - performance.now();
      if (left <= 0 || limits.signal.aborted) return "timeout";
      if ((await happening(socket, left, limits.signal)) === "timeout") return "timeout";
    }
  };
  return {
    socket,
    send: (bytes) => {
      if (!socket.destroyed && socket.writable) socket.write(bytes);
    },
    receive,
    close,
  };
}
