import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const indexType = "application/vnd.oci.image.index.v1+json";

/**
 * Stands before a registry that knows no referrers API and answers it, one referrer a page, out of the list that clients keep
 * under a tag in its place; that tag it hides.
 */
export async function startReferrersFront(registry: string, status = 200) {
  const server = createServer(async ({ url = "", method = "GET", headers }, response) => {
    const asked = /^\/v2\/(.+)\/referrers\/sha256:([0-9a-f]{64})(?:\?page=(\d+))?$/.exec(url);
    if (/\/manifests\/sha256-[0-9a-f]{64}$/.test(url)) return void response.writeHead(404).end();
    if (asked === null) {
      const { accept = "*/*" } = headers;
      const answer = await fetch(`http://${registry}${url}`, { method, headers: { accept } });
      const type = answer.headers.get("content-type") ?? "";
      return void response
        .writeHead(answer.status, { "content-type": type })
        .end(Buffer.from(await answer.arrayBuffer()));
    }
    if (status !== 200) return void response.writeHead(status).end();
    const [, name, digest, page = "0"] = asked;
    const list = await fetch(`http://${registry}/v2/${name}/manifests/sha256-${digest}`, {
      headers: { accept: indexType },
    });
    const { manifests = [], ...index } = (list.ok ? await list.json() : { schemaVersion: 2 }) as {
      manifests?: object[];
    };
    const next = `</v2/${name}/referrers/sha256:${digest}?page=${Number(page) + 1}>; rel="next"`;
    response.writeHead(200, Number(page) + 1 < manifests.length ? { link: next } : {});
    response.end(JSON.stringify({ ...index, manifests: manifests.slice(Number(page), Number(page) + 1) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => void server.close() };
}
