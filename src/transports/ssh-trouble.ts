import { knownHostsOf, type SshHost, sshPlace } from "./ssh-host.ts";
import type { Trouble } from "./trouble.ts";

interface Kind {
  readonly sign: RegExp;
  trouble(host: SshHost, found: readonly string[]): Pick<Trouble, "kind" | "message" | "wouldVerify">;
}

const place = sshPlace;

// The first that fits counts: what was found out about the host's key comes before how the connection ended.
const kinds: readonly Kind[] = [
  {
    sign: /REMOTE HOST IDENTIFICATION HAS CHANGED[\s\S]*?(SHA256:[A-Za-z0-9+/=]+)?\.?\s*Please contact|Host key for \S+ has changed/,
    trouble: (host, [, print]) => ({
      kind: "refused",
      message: `${place(host)} offers another host key${print === undefined ? "" : ` (${print})`} than ${knownHostsOf(host)} has for it; nothing was sent to it`,
      wouldVerify: `find out on the host itself why (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub); only if its key was changed on purpose, replace its line in ${knownHostsOf(host)}`,
    }),
  },
  {
    sign: /REVOKED HOST KEY DETECTED|marked as revoked/i,
    trouble: (host) => ({
      kind: "refused",
      message: `${place(host)} offers a host key that ${knownHostsOf(host)} marks as revoked; nothing was sent to it`,
      wouldVerify: "give the host a new key",
    }),
  },
  {
    sign: /No (\S+) host key is known for|Host key verification failed/,
    trouble: (host) => ({ kind: "refused", message: unknownKey(host), wouldVerify: addKey(host) }),
  },
  {
    sign: /Load key "[^"\n]*": ([^\n]*)/,
    trouble: (host, [, why]) => ({
      kind: "denied",
      message: `the key ${host.identity ?? "of this user"} can't be used: ${why?.trim()}`,
      wouldVerify: "a private key that only this user may read, without a passphrase or in the agent",
    }),
  },
  {
    sign: /Permission denied \(([\w,-]*)\)|Too many authentication failures/,
    trouble: (host, [, methods]) => ({
      kind: "denied",
      message: `${place(host)} lets nobody in with ${host.identity ?? "the keys of this user"}${methods === undefined ? "" : ` (it takes ${methods})`}`,
      wouldVerify: "put the public key into that account's authorized_keys, or declare the right `user` and `identity`",
    }),
  },
  {
    sign: /Could not resolve hostname/,
    trouble: (host) => ({
      kind: "unreachable",
      message: `the name ${host.address} can't be resolved`,
      wouldVerify: "correct the address in the estate file",
    }),
  },
  {
    sign: /Connection refused/,
    trouble: (host) => ({
      kind: "refused",
      message: `${place(host)} refuses the connection`,
      wouldVerify: "start sshd there, or correct address and port",
    }),
  },
  {
    sign: /timed out|Timeout, server/i,
    trouble: (host) => ({
      kind: "timeout",
      message: `${place(host)} did not answer in time`,
      wouldVerify: "let this machine reach its sshd",
    }),
  },
  {
    sign: /Unable to negotiate[^\n]*no matching ([\w ]+) found/,
    trouble: (host, [, what]) => ({
      kind: "unsupported",
      message: `${place(host)} and the ssh of this machine share no ${what}`,
      wouldVerify: "let its sshd offer what is still considered secure",
    }),
  },
  {
    sign: /invalid characters|Bad remote protocol version|maximum banner lines|Bad packet length|Protocol mismatch|message authentication code incorrect|banner exchange: [^\n]*invalid|protocol error/i,
    trouble: (host) => ({
      kind: "unparsable",
      message: `${place(host)} does not speak SSH`,
      wouldVerify: "correct address and port",
    }),
  },
];

/** Why an ssh could not log in, by what it said. What the host had it say may be in it, and nothing else rests on it. */
export function sshTrouble(host: SshHost, stderr: string): Trouble {
  for (const { sign, trouble } of kinds) {
    const found = sign.exec(stderr);
    if (found !== null) return { ...trouble(host, found), ...excerpt(stderr) };
  }
  return {
    kind: "unreachable",
    message: `no connection to ${place(host)}${host.over === undefined ? "" : ` over ${host.over.name}`}`,
    wouldVerify: "let this machine reach its sshd",
    ...excerpt(stderr),
  };
}

const unknownKey = (host: SshHost): string =>
  `the host key of ${place(host)} is not in ${knownHostsOf(host)}; nothing was sent to it`;
const addKey = (host: SshHost): string =>
  `compare its fingerprint with the one on the host itself (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub), then add its line to ${knownHostsOf(host)}`;

/** Whether it is about a host key that is not known, of which ssh tells more only when asked. */
export function isUnknownKey(host: SshHost, { message }: Trouble): boolean {
  return message === unknownKey(host);
}

/** The same with the key that was offered, by what a talkative ssh said. */
export function withOfferedKey(host: SshHost, trouble: Trouble, debug: string): Trouble {
  const [, type, print] = /^debug1: Server host key: ([\w@.-]+) (SHA256:[A-Za-z0-9+/=]+)\s*$/m.exec(debug) ?? [];
  if (type === undefined) return trouble;
  return { ...trouble, message: `${unknownKey(host)} (it offered ${type} ${print})` };
}

function excerpt(stderr: string): { readonly excerpt?: string } {
  const text = stderr.trim();
  return text === "" ? {} : { excerpt: text.slice(0, 500) };
}
