import type { Level, RequirementId, SectionId } from "../src/standard/requirement.ts";
import type { Status } from "../src/verdict/status.ts";

const v: Status = "violated";
const u: Status = "unverified";
const e: Status = "excepted";
const a: Status = "attested";
const ok: Status = "verified";
const na: Status = "not applicable";

/** Every requirement with its level and its status for the systems `shop` and `intranet` of the sample. */
export const sampleRequirements: readonly (readonly [RequirementId, Level, string, Status, Status])[] = [
  ["SEP-1", "MUST", "Production and development are separate environments", u, u],
  ["SEP-2", "MUST", "No connection between environments is possible", u, u],
  ["SEP-3", "SHOULD", "Production data is not used outside production", u, u],
  ["SEP-4", "MUST", "Users and systems are authorised per environment", u, u],
  ["SEP-5", "SHOULD", "Access servers are separate instances", u, na],
  ["HAR-1", "MUST", "Hardened operating system and base image", v, u],
  ["HAR-2", "MUST", "Services and functions not needed are off", v, v],
  ["HAR-3", "MUST", "Hardened TLS stack", ok, v],
  ["HAR-4", "MUST", "Security headers are active", v, v],
  ["HAR-5", "MUST", "Samples and default content are removed", ok, ok],
  ["HAR-6", "MUST", "Network services run with minimal privileges", u, u],
  ["HAR-7", "MUST", "Bound to localhost where only local access is needed", ok, e],
  ["HAR-8", "SHOULD", "Reachable only from certain addresses", u, u],
  ["HAR-9", "MUST", "File handlers not needed are off", u, na],
  ["HAR-10", "MUST", "Insecure HTTP methods are off", v, ok],
  ["HAR-11", "MUST", "No details of the server-side stack are disclosed", v, ok],
  ["DOC-1", "MUST", "Images only from trusted repositories", na, na],
  ["DOC-2", "MUST", "Only selected base images", na, na],
  ["DOC-3", "MUST", "Packages are updated at build", na, na],
  ["DOC-4", "MUST", "Images are scanned", na, na],
  ["DOC-5", "MUST", "No remote shell in an image", na, na],
  ["DOC-6", "MUST", "Containers have a maximal lifetime", na, na],
  ["BCK-1", "MUST", "Processes have only the permissions they need", u, u],
  ["BCK-2", "MUST", "Backend access is authenticated and authorised", u, u],
  ["BCK-3", "MUST", "Dedicated credentials for each system", a, u],
  ["BCK-4", "MUST", "Secrets are securely stored and managed", v, u],
  ["ISO-1", "MUST", "Internet-facing applications in an isolated zone", u, na],
  ["ISO-2", "MUST", "All external communication is encrypted", ok, ok],
  ["ISO-3", "MUST", "External access to internal zones is approved", u, na],
  ["ISO-4", "MUST", "Egress is restricted and goes through proxies", u, u],
  ["ISO-5", "SHOULD", "Ingress through reverse proxies", u, u],
  ["ISO-6", "MAY", "A web application firewall as an additional layer", u, u],
  ["ADM-1", "MUST", "Required persons only, with personal accounts", a, u],
  ["ADM-2", "SHOULD", 'The user name "admin" is not used', ok, v],
  ["ADM-3", "SHOULD", "Administrative access from authorised addresses only", u, u],
  ["ADM-4", "MUST", "A second factor with a strong password", v, u],
  ["ADM-5", "SHOULD", "Administrative access is logged tamper-proof", u, u],
  ["ADM-6", "MUST", "Access is revoked when no longer needed", a, u],
  ["MNT-1", "MUST", "Systems are kept up to date", v, u],
  ["MNT-2", "MUST", "Unused applications are decommissioned", u, u],
  ["SCN-1", "MUST", "Periodic scans for insecure configuration", u, u],
  ["SCN-2", "MUST", "Periodic scans for missing security patches", u, u],
  ["SCN-3", "MUST", "Periodic checks of X.509 certificates", ok, ok],
  ["SCN-4", "MUST", "Periodic scans for exposed development artifacts", v, ok],
  ["SCN-5", "MUST", "Periodic scans for malware", u, u],
  ["MON-1", "MUST", "Account abuse and compromise are monitored", u, na],
  ["MON-2", "MUST", "Failures of security controls are monitored", u, na],
  ["MON-3", "MUST", "Use of critical permissions is monitored", u, na],
  ["MON-4", "MUST", "Denial of service and attacks are monitored", u, na],
  ["MON-5", "MUST", "Critical findings of scans are monitored", u, na],
  ["INC-1", "MUST", "A consistent process for incidents is followed", u, u],
];

/** The smallest thing that would settle each section's requirements in the sample. */
export const sampleWouldVerify: Readonly<Record<SectionId, string>> = {
  SEP: "declare a second environment in the estate file, such as test, with its hosts",
  HAR: "run as root",
  DOC: "declare the images, Dockerfiles or compose files of the system",
  BCK: "declare the databases of the system and a role that Holdfast may connect as",
  ISO: "declare a vantage point outside the system's network zone",
  ADM: "declare the people of the estate with their accounts",
  MNT: "install apt-daily.timer or run apt-get update, so that the package lists are at most 2 days old",
  SCN: "assess again on a later day, so that the history proves the interval",
  MON: "name a person who attests it in attestations, with evidence and an expiry date",
  INC: "name a person who attests it in attestations, with evidence and an expiry date",
};
