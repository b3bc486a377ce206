import { isIP } from "node:net";
import type { startTlsProtocols } from "../estate/schema.ts";
import { normalisedUrl } from "../estate/subjects.ts";
import type { Service } from "../probes/service/facts.ts";
import type { DraftedEndpoint } from "./endpoints.ts";
import { loopbackOf } from "./loopback.ts";

type StartTls = (typeof startTlsProtocols)[number];

const startsClear: readonly string[] = ["smtp", "imap", "pop3", "ftp"] satisfies readonly StartTls[];
const isStartTls = (it: string): it is StartTls => startsClear.includes(it);

/** One endpoint for each port that speaks TLS without HTTP, or that mail and files go through in the open. */
export function draftTlsEndpoints(services: readonly Service[]): readonly DraftedEndpoint[] {
  const drafted = new Map<string, DraftedEndpoint>();
  for (const it of [...services].sort((a, b) => a.port - b.port || isIP(a.address) - isIP(b.address))) {
    const startTls = isStartTls(it.service) && it.scope !== "loopback" ? it.service : undefined;
    if (it.service !== "tls" && startTls === undefined) continue;
    const at = it.scope === "address" ? it.address : "localhost";
    const url = normalisedUrl(`tls://${isIP(at) === 6 ? `[${at}]` : at}:${it.port}`);
    if (drafted.has(url)) continue;
    drafted.set(url, {
      title: `${it.service}-${it.port}`,
      endpoint: { url, connect: loopbackOf(it), ...(startTls !== undefined && { startTls }) },
      note: `${it.process ?? "Something"} speaks ${startTls ?? "TLS without HTTP"} on port ${it.port}. Give the name that people use in the URL.${
        startTls === undefined
          ? ""
          : "\nIts TLS is asked for by STARTTLS; delete this entry where no TLS is offered by intent."
      }`,
    });
  }
  return [...drafted.values()];
}
