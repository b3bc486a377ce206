import type { EndpointDeclaration } from "../../estate/schema.ts";
import type { ProbeContext } from "../probe.ts";
import { targetOf } from "./answers.ts";
import type { HttpRequest } from "./client.ts";

const writing = ["PUT", "DELETE", "PATCH"] as const;

/** An address that exists nowhere (RFC 6761): whoever tries to connect to it on our behalf reaches nobody. */
const nowhere = "holdfast.invalid:443";

/**
 * A writing method on something that cannot be there, with nothing to write. Each of these alone keeps a server from
 * changing anything: the folder does not exist (RFC 4918 section 9.7.1 asks for 409), the target ends in a slash, which
 * names no file, `If-Match` asks for a version that nothing has (RFC 9110 section 13.1.1 asks for 412), and the body is
 * empty.
 */
function harmless(method: string, { random }: Pick<ProbeContext, "random">): HttpRequest {
  return {
    method,
    target: `/${random(16)}/${random(16)}/`,
    headers: [
      ["If-Match", `"${random(16)}"`],
      ["Content-Length", "0"],
    ],
  };
}

/** The address of a URL as CONNECT names it, always with its port. */
function authorityOf(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port === "" ? (protocol === "https:" ? 443 : 80) : port}`;
}

/**
 * The methods that are tried: TRACE and TRACK echo, DEBUG switches a debugger on, HOLDFAST is a verb that no server
 * knows, CONNECT asks for a tunnel to nowhere and to the endpoint itself, PROPFIND only reads; the writing ones only where
 * the estate does not declare them.
 */
export function methodRequests(
  declared: EndpointDeclaration,
  context: Pick<ProbeContext, "random">,
): readonly HttpRequest[] {
  const target = targetOf(declared.url);
  const needed = new Set(declared.methods.map((it) => it.toUpperCase()));
  return [
    ...["TRACE", "TRACK", "DEBUG", "HOLDFAST"].map((method) => ({ method, target })),
    ...[nowhere, authorityOf(declared.url)].map((authority) => ({ method: "CONNECT", target: authority })),
    ...(needed.has("PROPFIND")
      ? []
      : // Apache refuses it for a folder with an index page, though it serves it everywhere else.
        [target, `/${context.random(16)}`].map((it) => ({
          ...{ method: "PROPFIND", target: it },
          headers: [["Depth", "0"] as const],
        }))),
    ...writing.filter((it) => !needed.has(it)).map((method) => harmless(method, context)),
  ];
}
