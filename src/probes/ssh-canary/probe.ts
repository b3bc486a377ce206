import { createHash } from "node:crypto";
import type { ResolvedHost } from "../../estate/resolved.ts";
import type { SshHost } from "../../transports/ssh-host.ts";
import { tryKey } from "../../transports/ssh-key-trial.ts";
import { probe } from "../probe.ts";

export default probe({
  id: "ssh-canary",
  version: 1,
  subject: "host",
  yields: ["host-canary"],
  needs: ["network"],
  title: "Whether the key of the declared canary is enough to log in by SSH",
  ruledOut: (declared) =>
    declared.canary === undefined ? "the estate declares no canary login for the host" : undefined,
  async observe(subject, context) {
    const fact = "host-canary" as const;
    const { canary } = subject.declared;
    if (canary === undefined) throw new Error(`${subject.id} has no canary`);
    const { timeoutMs, maxBytes } = context.budget;
    const host = canaryHost(subject.name, subject.declared, canary);
    const trial = await tryKey(host, { timeoutMs, maxBytes, signal: context.signal });
    const request = `ssh -l ${canary.user} ${host.address}, with the canary's key and nothing else`;
    const bytes = Buffer.from(JSON.stringify(trial));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const provenance = [{ request, status: null, bytes: bytes.length, sha256 }];
    if ("kind" in trial) return [{ fact, provenance, trouble: trial }];
    const facts = { user: canary.user, answer: trial.answer, thenAsked: [...trial.thenAsked] };
    return [{ fact, provenance, products: ["openssh"], facts }];
  },
});

/** The host as it is reached otherwise, but as the canary; this machine itself over loopback. */
function canaryHost(name: string, declared: ResolvedHost, canary: NonNullable<ResolvedHost["canary"]>): SshHost {
  const { address = "127.0.0.1", port, knownHosts, configuration, over } = declared;
  // Only that there is one counts: over another host a canary isn't tried.
  const before =
    over === undefined ? {} : { over: { name: over.name, address: over.declared.address ?? "", sudo: false } };
  return { name, address, port, knownHosts, configuration, sudo: false, ...canary, ...before };
}
