import { cis, iso, nist } from "../mapping.ts";
import { references } from "../reference.ts";
import type { Aspect, Requirement } from "../requirement.ts";

/** Every scan has to be repeated; the ledger's own history is what proves it. */
function interval(what: string): Aspect {
  return {
    id: "interval",
    level: "MUST",
    subjects: ["system"],
    statement: `The ledger shows a scan for ${what} inside every interval of the policy.`,
    wouldVerify: "keep a ledger over at least one interval of scans",
    attest: `Scans for ${what} are repeated at a given interval; when the last ones were, and where their results are.`,
  };
}

/** A scan that left something out must not count as a scan of the system. */
function completeness(what: string): Aspect {
  return {
    id: "completeness",
    level: "MUST",
    subjects: ["system"],
    statement: `The last scan for ${what} looked at every part of the system.`,
    wouldVerify: "declare all endpoints, hosts, images, containers and databases of the system, reachable for Holdfast",
    attest: `The last scan for ${what} covered the whole system.`,
  };
}

/** Security scanning: 3.8 of tss-web-2.0, 2.8 of tss-web-md. */
export const scanning: readonly Requirement[] = [
  {
    id: "SCN-1",
    section: "SCN",
    title: "Scans for insecure configuration",
    statement: "Productive systems are scanned periodically for insecure configuration.",
    gate: "standard",
    items: { "tss-web-2.0": "3.8.1", "tss-web-md": "2.8 (1)" },
    references: [],
    mappings: [nist("CA-7", "partial"), nist("RA-5", "partial"), iso("8.9", "partial")],
    aspects: [interval("insecure configuration"), completeness("insecure configuration")],
  },
  {
    id: "SCN-2",
    section: "SCN",
    title: "Scans for missing security patches",
    statement: "Productive systems are scanned periodically for missing security patches.",
    gate: "standard",
    items: { "tss-web-2.0": "3.8.2", "tss-web-md": "2.8 (2)" },
    references: [references.deadlines],
    mappings: [
      nist("RA-5", "close"),
      nist("SI-2(2)", "close"),
      iso("8.8", "close"),
      cis("7.5", "close"),
      cis("7.6", "close"),
    ],
    aspects: [
      interval("missing security patches"),
      completeness("missing security patches"),
      {
        id: "system-packages",
        level: "MUST",
        subjects: ["host"],
        statement: "The last scan matched the host's packages with current security lists.",
        wouldVerify: "let the host fetch its signed package lists, so that they are fresh",
        attest: "The packages of the host were scanned on a given day.",
      },
      {
        id: "image-packages",
        level: "MUST",
        subjects: ["image"],
        statement: "The last scan matched the image's packages with current security lists.",
        wouldVerify: "declare the images of the system, and let Holdfast fetch the distribution's package lists",
        attest: "The packages of the image were scanned on a given day.",
      },
      {
        id: "application-packages",
        level: "MUST",
        subjects: ["system"],
        statement: "The last scan matched the packages that the application brings along with current security lists.",
        wouldVerify: "declare where the application's lock files or bills of materials are",
        attest: "The packages of the application were scanned on a given day.",
      },
    ],
  },
  {
    id: "SCN-3",
    section: "SCN",
    title: "Scans for the validity of certificates",
    statement: "The validity of X.509 certificates is checked periodically.",
    gate: "standard",
    items: { "tss-web-2.0": "3.8.3", "tss-web-md": "2.8 (3)" },
    references: [references.tls],
    mappings: [nist("SC-17", "partial"), iso("8.24", "partial")],
    aspects: [
      interval("the validity of certificates"),
      {
        id: "validity",
        level: "MUST",
        subjects: ["endpoint"],
        statement: "No certificate of the chain is expired or not yet valid.",
        wouldVerify: "declare the https endpoints of the system, reachable for Holdfast",
        attest: "The certificates in use are valid, from when until when.",
      },
      {
        id: "expiry",
        level: "MUST",
        subjects: ["endpoint"],
        statement: "No certificate is about to expire: enough of its lifetime is left.",
        wouldVerify: "declare the https endpoints of the system, reachable for Holdfast",
        attest: "The certificates in use are renewed in time, and by what.",
      },
      {
        id: "trust",
        level: "MUST",
        subjects: ["endpoint"],
        statement: "The chain leads to a certification authority that its clients trust.",
        wouldVerify: "declare the https endpoints of the system, and trust where the authority is the estate's own",
        attest: "The certificates in use are of a named, trusted authority.",
      },
      {
        id: "names",
        level: "MUST",
        subjects: ["endpoint"],
        statement: "The certificate is for the name that the endpoint is reached by.",
        wouldVerify: "declare the https endpoints of the system by the names that clients use",
        attest: "The certificates in use are for the names that clients use.",
      },
      {
        id: "revocation",
        level: "MUST",
        subjects: ["endpoint"],
        statement: "No certificate of the chain is revoked.",
        wouldVerify: "staple OCSP answers, or let Holdfast reach the authority's revocation lists",
        attest: "None of the certificates in use is revoked; asked of the authority on a given day.",
      },
    ],
  },
  {
    id: "SCN-4",
    section: "SCN",
    title: "Scans for exposed development artifacts",
    statement: "Productive systems are scanned periodically for exposed artifacts of development.",
    gate: "standard",
    items: { "tss-web-2.0": "3.8.4", "tss-web-md": "2.8 (4)" },
    references: [],
    mappings: [nist("AC-22", "partial"), nist("RA-5", "partial"), iso("8.12", "partial")],
    aspects: [
      interval("exposed development artifacts"),
      {
        id: "version-control",
        level: "MUST",
        subjects: ["endpoint"],
        statement: "No data of a version control system answers, judged by its content.",
        wouldVerify: "declare the endpoints of the system, reachable for Holdfast",
        attest: "The endpoint was searched for version control data on a given day; none answers.",
      },
      {
        id: "secrets-files",
        level: "MUST",
        subjects: ["endpoint"],
        statement: "No configuration file with secrets answers, such as .env, judged by its content.",
        wouldVerify: "declare the endpoints of the system, reachable for Holdfast",
        attest: "The endpoint was searched for configuration files on a given day; none answers.",
      },
      {
        id: "status-pages",
        level: "MUST",
        subjects: ["endpoint"],
        statement: "No debug, status, metrics or information page answers that is not meant for everybody.",
        wouldVerify: "declare the endpoints of the system, reachable for Holdfast",
        attest: "The endpoint was searched for debug and status pages on a given day; none answers.",
      },
      {
        id: "dumps",
        level: "MUST",
        subjects: ["endpoint"],
        statement: "No backup, archive or dump answers, judged by its content.",
        wouldVerify: "declare the endpoints of the system, reachable for Holdfast",
        attest: "The endpoint was searched for backups and dumps on a given day; none answers.",
      },
    ],
  },
  {
    id: "SCN-5",
    section: "SCN",
    title: "Scans for malware",
    statement: "Productive systems are scanned periodically for malware.",
    gate: "standard",
    items: { "tss-web-2.0": "3.8.5", "tss-web-md": "2.8 (5)" },
    references: [],
    mappings: [nist("SI-3", "close"), iso("8.7", "close"), cis("10.1", "partial"), cis("10.2", "partial")],
    aspects: [
      interval("malware"),
      {
        id: "host-files",
        level: "MUST",
        subjects: ["host"],
        statement: "The last scan of the host's files was complete and found no malware.",
        wouldVerify: "run a malware scanner (clamd) that Holdfast can ask, and run as root on the host",
        attest: "The host's files were scanned for malware on a given day; none was found.",
      },
      {
        id: "image-files",
        level: "MUST",
        subjects: ["image"],
        statement: "The last scan of the image's files was complete and found no malware.",
        wouldVerify: "run a malware scanner (clamd) that Holdfast can ask, and declare the images of the system",
        attest: "The image's files were scanned for malware on a given day; none was found.",
      },
      {
        id: "signatures",
        level: "MUST",
        subjects: ["system"],
        statement: "The scanner's signatures were fresh when it scanned.",
        wouldVerify: "run a malware scanner (clamd) that Holdfast can ask for the age of its signatures",
        attest: "The scanner's signatures are updated at a given interval.",
      },
    ],
  },
];
