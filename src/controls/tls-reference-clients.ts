import type { ProtocolVersion } from "../probes/tls/facts.ts";

/** A browser with which handshakes are simulated: what it speaks, and its suites in the order in which it wants them. */
export interface ReferenceClient {
  readonly name: string;
  readonly versions: readonly ProtocolVersion[];
  readonly suites: readonly number[];
  /** Whether it wants authenticated encryption first, so that getting anything else is the server's doing. */
  readonly prefersAead: boolean;
  /** Codes of the elliptic-curve groups that it can use up to TLS 1.2. */
  readonly groups: readonly number[];
}

const tls13 = [0x1301, 0x1302, 0x1303];
const ecdheAead = [0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8];
const old = ["TLSv1.2", "TLSv1.1", "TLSv1"] as const;

/** One row for each family of browsers that a public endpoint still meets; none of them has extensions we don't judge by. */
export const referenceClients: readonly ReferenceClient[] = [
  {
    name: "a browser of today",
    versions: ["TLSv1.3", "TLSv1.2"],
    suites: [...tls13, ...ecdheAead, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035],
    prefersAead: true,
    groups: [0x001d, 0x0017, 0x0018],
  },
  {
    name: "Chrome with TLS 1.2",
    versions: old,
    suites: [...ecdheAead, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035, 0x000a],
    prefersAead: true,
    groups: [0x001d, 0x0017, 0x0018],
  },
  {
    name: "Firefox with TLS 1.2",
    versions: old,
    suites: [...ecdheAead, 0xc00a, 0xc009, 0xc013, 0xc014, 0x0033, 0x0039, 0x002f, 0x0035, 0x000a],
    prefersAead: true,
    groups: [0x001d, 0x0017, 0x0018, 0x0019],
  },
  {
    name: "Internet Explorer 11",
    versions: old,
    suites: [
      ...[0xc028, 0xc027, 0xc014, 0xc013, 0x009f, 0x009e, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f],
      ...[0xc02c, 0xc02b, 0xc024, 0xc023, 0xc00a, 0xc009, 0x006a, 0x0040, 0x0038, 0x0032, 0x000a, 0x0013],
    ],
    prefersAead: false,
    groups: [0x0017, 0x0018],
  },
  {
    name: "Safari 9",
    versions: old,
    suites: [
      ...[0xc02c, 0xc02b, 0xc024, 0xc023, 0xc00a, 0xc009, 0xc008, 0xc030, 0xc02f, 0xc028, 0xc027, 0xc014, 0xc013],
      ...[0xc012, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x000a, 0xc007, 0xc011, 0x0005, 0x0004],
    ],
    prefersAead: true,
    groups: [0x0017, 0x0018, 0x0019],
  },
];
