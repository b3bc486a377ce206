import { once } from "node:events";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Issued, openssl } from "./authority.ts";
import { runFolder } from "./run-folder.ts";

/** What an authority has in its books. */
export interface Books {
  readonly issuer: Issued;
  readonly good: readonly Issued[];
  readonly revoked: readonly Issued[];
}

const lineOf = (state: "V" | "R", it: Issued) =>
  `${state}\t491231235959Z\t${state === "R" ? "260101000000Z" : ""}\t${it.serial}\tunknown\t/CN=any\n`;

function openBooks(books: Books): string {
  const folder = runFolder("books");
  const lines = [...books.good.map((it) => lineOf("V", it)), ...books.revoked.map((it) => lineOf("R", it))];
  writeFileSync(join(folder, "index.txt"), lines.join(""));
  const configuration = "[ca]\ndefault_ca=it\n[it]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=7\n";
  writeFileSync(join(folder, "ca.cnf"), configuration);
  return folder;
}

/** A signed OCSP answer of OpenSSL about that certificate; signed by `signer` where that is not the issuer. */
export function ocspAnswer(books: Books, about: Issued, signer: Issued = books.issuer): Buffer {
  const folder = openBooks(books);
  const { issuer } = books;
  openssl(folder, [
    ...["ocsp", "-issuer", issuer.certificate, "-cert", about.certificate, "-no_nonce", "-reqout", "request.der"],
  ]);
  return answerTo(folder, issuer, readFileSync(join(folder, "request.der")), signer);
}

function answerTo(folder: string, issuer: Issued, request: Buffer, signer: Issued): Buffer {
  writeFileSync(join(folder, "request.der"), request);
  // Authorities send the certificate of a delegate only, and Go takes no other.
  const bare = signer.certificate === issuer.certificate ? ["-resp_no_certs"] : [];
  openssl(folder, [
    ...["ocsp", "-index", "index.txt", "-CA", issuer.certificate, "-rsigner", signer.certificate, "-rkey", signer.key],
    ...["-ndays", "1", "-reqin", "request.der", "-respout", "response.der", ...bare],
  ]);
  return readFileSync(join(folder, "response.der"));
}

/** A revocation list of OpenSSL in DER, with these lines of extensions. */
export function revocationList(books: Books, ...extensions: readonly string[]): Buffer {
  const folder = openBooks(books);
  const section = ["[more]", "authorityKeyIdentifier=keyid:always", ...extensions, ""].join("\n");
  appendFileSync(join(folder, "ca.cnf"), `crl_extensions=more\n${section}`);
  const { issuer } = books;
  openssl(folder, [
    ...["ca", "-gencrl", "-config", "ca.cnf", "-keyfile", issuer.key, "-cert", issuer.certificate, "-out", "it.crl"],
  ]);
  return openssl(folder, ["crl", "-in", "it.crl", "-outform", "der"]);
}

/** Serves OCSP at `/ocsp` and a revocation list at `/crl` of 127.0.0.1, answered by OpenSSL from the books of the moment. */
export async function startRevocationDesk() {
  let books: Books | undefined;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    asked.push(`${request.method} ${request.url}`);
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (!books) return void response.writeHead(503).end();
      if (request.url === "/crl") return void response.end(revocationList(books));
      if (request.url !== "/ocsp") return void response.writeHead(404).end();
      response.end(answerTo(openBooks(books), books.issuer, Buffer.concat(parts), books.issuer));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: (path: "/ocsp" | "/crl" | "/missing") => `http://127.0.0.1:${port}${path}`,
    asked: (): readonly string[] => asked,
    keep(now: Books) {
      books = now;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
