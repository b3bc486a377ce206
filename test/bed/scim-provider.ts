import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createPlain } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";
import type { LeafFiles } from "./certificates.ts";

/** The token that the identity provider takes. */
export const scimToken = "of-the-scim-client";

type User = Readonly<Record<string, unknown>> & { readonly id: string; readonly userName: string };
let users: readonly User[] = [];

// Its types ask for the class that it makes of what it is given.
const told = ({ id }: { readonly id?: string }) => (id === undefined ? [...users] : users.find((it) => it.id === id));
SCIMMY.Resources.declare(SCIMMY.Resources.User).egress(told as never);

/** Starts a SCIM 2.0 server (SCIMMY) with these users; one at a time. */
export async function startScimProvider(its: readonly User[], tls?: LeafFiles) {
  users = its;
  const app = express();
  const router = new SCIMMYRouters({
    type: "bearer",
    handler: (request: { header(name: string): string | undefined }) => {
      if (request.header("authorization") !== `Bearer ${scimToken}`) throw new Error("not you");
      return "client";
    },
  });
  app.use("/scim/v2", router as unknown as express.RequestHandler);
  const server =
    tls === undefined
      ? createPlain(app)
      : createServer({ cert: readFileSync(tls.chain), key: readFileSync(tls.key) }, app);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}/scim/v2`, port, stop };
}
