import { makeLeaf } from "../../test/bed/certificates.ts";
import { freePort } from "../../test/bed/free-port.ts";
import { startPlainNginx } from "../../test/bed/plain-nginx.ts";

export interface BenchTarget {
  readonly id: "modern" | "legacy";
  readonly port: number;
  /** Serves clear HTTP alone. */
  readonly plainPort: number;
  stop(): Promise<void>;
}

const settings = {
  modern: `    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;`,
  legacy: `    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    ssl_ciphers ALL:@SECLEVEL=0;`,
};

/** nginx as it should be today, or with every version and suite that its OpenSSL still has; both with RSA of 2048 bits. */
export async function startTarget(id: BenchTarget["id"]): Promise<BenchTarget> {
  const leaf = makeLeaf({ key: "rsa-2048", names: ["DNS:www.example.com", "IP:127.0.0.1"] });
  const port = await freePort();
  const nginx = await startPlainNginx(`    listen 127.0.0.1:${port} ssl backlog=2048;
    ssl_certificate ${leaf.chain};
    ssl_certificate_key ${leaf.key};
${settings[id]}`);
  return { id, port, plainPort: nginx.port, stop: nginx.stop };
}
