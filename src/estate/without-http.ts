import { isBareTls } from "./endpoint-url.ts";
import type { EndpointDeclaration } from "./schema.ts";

/** Why nobody can ask an endpoint anything by HTTP, by what is declared of it; `undefined` where HTTP is spoken. */
export function withoutHttp({ url, startTls }: Pick<EndpointDeclaration, "url" | "startTls">): string | undefined {
  if (startTls !== undefined) return `the endpoint is declared with startTls: ${startTls}, so it speaks no HTTP`;
  if (isBareTls(url)) return `the endpoint is declared as ${url.trim().split("://")[0]}://, so it speaks no HTTP`;
  return undefined;
}
