import { createHash } from "node:crypto";
import type { Subject } from "../../estate/subject.ts";
import { type Sections, splitSections } from "../../transports/sections.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Provenance } from "../observation.ts";
import { type Declarations, type ProbeContext, probe, type Told } from "../probe.ts";
import type { Product } from "../product.ts";
import { hostAccounts } from "./accounts.ts";
import { hostAddresses } from "./addresses.ts";
import { hostAuthorizedKeys } from "./authorized-keys.ts";
import { type Collected, collected } from "./collected.ts";
import { hostAccessControl, hostModules } from "./confinement.ts";
import { hostConnections } from "./connections.ts";
import { hostFacts } from "./facts.ts";
import { hostFiles } from "./files.ts";
import { hostSysctl } from "./kernel.ts";
import { hostProcesses } from "./listening-processes.ts";
import { hostLogArrival } from "./log-arrival.ts";
import { hostLogging } from "./logging.ts";
import { hostLogins } from "./logins.ts";
import { hostMounts } from "./mounts.ts";
import { distribution, hostOs, parseOsRelease } from "./os.ts";
import { hostPackages } from "./packages.ts";
import { hostPasswords } from "./passwords.ts";
import { hostPrivileges } from "./privileges.ts";
import { hostReboot } from "./reboot.ts";
import { hostRuntimes } from "./runtimes.ts";
import { collectScript, confidential, requests } from "./script.ts";
import { hostSecrets } from "./secrets.ts";
import { hostServiceCode } from "./service-code.ts";
import { hostSessions } from "./sessions.ts";
import { depositPasswords } from "./shadow-hashes.ts";
import { hostListeners } from "./sockets.ts";
import { hostSshd } from "./sshd.ts";
import { hostTrust } from "./trust.ts";
import { hostUnits } from "./units.ts";
import { hostUpdates } from "./updates.ts";
import { hostUse } from "./use.ts";

type HostFact = keyof typeof hostFacts;
const kinds = Object.keys(hostFacts) as readonly HostFact[];

type Host = Subject<Declarations["host"]>;
type Reader<K extends HostFact> = (
  from: Collected,
  context: ProbeContext,
  subject: Host,
) => FactsOf<K> | Promise<FactsOf<K>>;

const readers: { readonly [K in HostFact]: Reader<K> } = {
  "host-os": hostOs,
  "host-packages": hostPackages,
  "host-updates": hostUpdates,
  "host-listeners": hostListeners,
  "host-connections": hostConnections,
  "host-accounts": hostAccounts,
  "host-sshd": hostSshd,
  "host-sysctl": hostSysctl,
  "host-mounts": hostMounts,
  "host-files": hostFiles,
  "host-units": hostUnits,
  "host-processes": hostProcesses,
  "host-reboot": hostReboot,
  "host-secrets": hostSecrets,
  "host-logging": hostLogging,
  "host-trust": hostTrust,
  "host-log-arrival": (from, context, subject) => hostLogArrival(from, subject, context),
  "host-privileges": hostPrivileges,
  "host-modules": hostModules,
  "host-access-control": hostAccessControl,
  "host-service-code": hostServiceCode,
  "host-runtimes": hostRuntimes,
  "host-authorized-keys": hostAuthorizedKeys,
  "host-sessions": hostSessions,
  "host-addresses": hostAddresses,
  "host-use": (from, context) => hostUse(from, context.now()),
  "host-passwords": hostPasswords,
  "host-logins": (from, context) => hostLogins(from, context.now()),
};

export default probe({
  id: "host",
  version: 1,
  subject: "host",
  yields: kinds,
  needs: ["shell"],
  title: "What a host is, what listens on it, who may enter it, and how it is set up",
  async observe(subject, context) {
    // What another machine tells must never pass for this host.
    const { transport } = subject.declared;
    const { vantage } = context.transport;
    const elsewhere = /^(?:ssh|container):/.test(vantage);
    if (transport === "local" ? elsewhere : vantage !== `${transport}:${subject.name}`)
      throw new Error(
        `${subject.id} is declared as ${subject.declared.transport}, not to be looked at from ${context.transport.vantage}`,
      );
    const { timeoutMs, maxBytes } = context.budget;
    const limits = { timeoutMs, maxBytes, signal: context.signal, partial: true };
    const result = await context.transport.run(collectScript(subject.declared), limits);
    if ("kind" in result) return troubled(result);
    const sections = splitSections(result.stdout);
    if (sections.sections.size === 0 && result.stopped !== undefined) return troubled(result.stopped);
    if (sections.sections.size === 0)
      return troubled({
        kind: "unparsable",
        message: `the shell ended with ${result.exitCode} and told nothing`,
        wouldVerify: "look whether /bin/sh is a POSIX shell",
        excerpt: result.stderr.slice(0, 500),
      });
    const from = collected(sections, result.stopped);
    depositPasswords(sections, context.deposit);
    // To see what arrives elsewhere takes another login, and time.
    const wanted = kinds.filter((kind) => kind !== "host-log-arrival" || context.wanted.has(kind));
    return Promise.all(wanted.map((kind) => told(kind, from, sections, context, subject)));
  },
});

function troubled(trouble: Trouble): readonly Told<HostFact>[] {
  return kinds.map((fact) => ({ fact, trouble, provenance: [] }) as Told<HostFact>);
}

async function told<K extends HostFact>(
  fact: K,
  from: Collected,
  sections: Sections,
  context: ProbeContext,
  subject: Host,
): Promise<Told<HostFact>> {
  const head = { fact, provenance: provenance(fact, sections, context), products: products(fact, from) };
  try {
    // The kind and its facts belong together by the table of readers, which the compiler can't follow.
    return { ...head, facts: await readers[fact](from, context, subject) } as unknown as Told<HostFact>;
  } catch (error) {
    if (error instanceof TroubleError) return { ...head, trouble: error.trouble } as Told<HostFact>;
    throw error;
  }
}

function provenance(fact: HostFact, { sections }: Sections, context: ProbeContext): readonly Provenance[] {
  return Object.entries(requests[fact]).flatMap(([name, request]) => {
    const section = sections.get(name);
    if (section === undefined || section.exitCode === 127) return [];
    const sha256 = confidential.has(name)
      ? `hmac:${context.fingerprint(section.bytes)}`
      : createHash("sha256").update(section.bytes).digest("hex");
    return [{ request, status: section.exitCode, bytes: section.bytes.length, sha256 }];
  });
}

function products(fact: HostFact, from: Collected): readonly Product[] {
  if (fact === "host-sshd") return ["openssh", ...systemProducts(from)];
  if (fact === "host-units") return ["systemd", ...systemProducts(from)];
  return systemProducts(from);
}

function systemProducts(from: Collected): readonly Product[] {
  try {
    return distribution(parseOsRelease(from.text("os-release")));
  } catch (error) {
    if (error instanceof TroubleError) return ["linux"];
    throw error;
  }
}
