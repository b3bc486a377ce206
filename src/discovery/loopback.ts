/** The address at which this machine itself reaches one of its listening sockets. */
export function loopbackOf(socket: {
  readonly address: string;
  readonly scope: "loopback" | "any" | "address";
}): string {
  if (socket.scope !== "any") return socket.address;
  return socket.address === "::" ? "::1" : "127.0.0.1";
}
