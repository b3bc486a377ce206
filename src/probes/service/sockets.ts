import { splitSections } from "../../transports/sections.ts";
import type { ScriptLimits, Transport } from "../../transports/transport.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import { collected } from "../host/collected.ts";
import type { Socket } from "../host/facts.ts";
import { readSockets } from "../host/sockets.ts";

// Only the sections that reading sockets rests on, framed as splitSections expects it.
const script = `LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
section() {
  name=$1
  shift
  said=$("$@" 2>/dev/null </dev/null)
  code=$?
  printf '\\036output %s 8388608\\n' "$name"
  printf '%s\\n' "$said" | tr '\\036' '?'
  printf '\\036ended %s %s\\n' "$name" "$code"
}
holders() { ls -lq /proc/[0-9]*/fd | grep -E '^/proc/|socket:\\['; return 0; }
statuses() { cat /proc/[0-9]*/status | awk '/^(Name|Pid|PPid|Uid|CapEff|NoNewPrivs|Seccomp):/'; }
links() { ls -lq /proc/[0-9]*/exe; return 0; }
accounts() { awk -F: 'NF >= 7 {print $1 "\\t" $3 "\\t" $4 "\\t" $6 "\\t" $7 "\\tx\\t-"}' /etc/passwd; }
net() { awk 'NR == 1 || $4 == "0A" || $4 == "07"' "/proc/net/$1"; }
for table in tcp tcp6 udp udp6; do section "net-$table" net "$table"; done
section machine uname -m
section fds holders
section statuses statuses
section links links
section passwd accounts
printf '\\036end\\n'
`;

/** Every listening TCP and bound UDP socket of the host, with its process where that may be seen. */
export async function listSockets(transport: Transport, limits: ScriptLimits): Promise<readonly Socket[] | Trouble> {
  const result = await transport.run(script, limits);
  if ("kind" in result) return result;
  try {
    return readSockets(collected(splitSections(result.stdout))).map(({ socket }) => socket);
  } catch (error) {
    if (error instanceof TroubleError) return error.trouble;
    throw error;
  }
}
