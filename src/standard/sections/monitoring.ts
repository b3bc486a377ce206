import { cis, iso, nist } from "../mapping.ts";
import { references } from "../reference.ts";
import type { Aspect, Requirement } from "../requirement.ts";

/** What has to be so of every class of events that is monitored: heard, recognised, and shown to work. */
function monitored(events: string): readonly Aspect[] {
  return [
    {
      id: "logs-arrive",
      level: "MUST",
      subjects: ["system"],
      statement: `The logs that would show ${events} arrive from every part of the system.`,
      wouldVerify: "declare the log sources of the system",
      attest: `Logs that show ${events} are collected from every part of the system, and where.`,
    },
    {
      id: "rules-active",
      level: "MUST",
      subjects: ["system"],
      statement: `Rules that recognise ${events} are active for the system.`,
      wouldVerify: "declare which detection rules watch the system",
      attest: `Named rules that recognise ${events} are active.`,
    },
    {
      id: "drill",
      level: "MUST",
      subjects: ["system"],
      statement: `A harmless drill of ${events} became an alert inside the time limit.`,
      wouldVerify: "allow a harmless drill on the system, and say where its alert should arrive",
      attest: `A drill of ${events} on a given day raised an alert, and after what time.`,
    },
  ];
}

/** Security monitoring: 3.9 of tss-web-2.0, 2.9 of tss-web-md; from the assurance class high. */
export const monitoring: readonly Requirement[] = [
  {
    id: "MON-1",
    section: "MON",
    title: "Abuse and compromise of accounts",
    statement: "The abuse and the compromise of accounts are monitored.",
    gate: "high",
    items: { "tss-web-2.0": "3.9.1", "tss-web-md": "2.9 (1)" },
    references: [references.assurance],
    mappings: [nist("AC-2(12)", "close"), nist("SI-4", "partial"), iso("8.16", "close"), cis("8.11", "partial")],
    aspects: monitored("abused or compromised accounts"),
  },
  {
    id: "MON-2",
    section: "MON",
    title: "Failures of security controls and tests",
    statement: "Failures of security controls and of security tests are monitored.",
    gate: "high",
    items: { "tss-web-2.0": "3.9.2", "tss-web-md": "2.9 (2)" },
    references: [references.assurance],
    mappings: [nist("SI-6", "partial"), nist("AU-5", "partial"), iso("8.16", "partial")],
    aspects: monitored("failing security controls or tests"),
  },
  {
    id: "MON-3",
    section: "MON",
    title: "Use and assignment of critical permissions",
    statement: "The use and the assignment of critical permissions are monitored.",
    gate: "high",
    items: { "tss-web-2.0": "3.9.3", "tss-web-md": "2.9 (3)" },
    references: [references.assurance],
    mappings: [nist("AC-2(4)", "close"), nist("AC-6(9)", "partial"), iso("8.16", "partial")],
    aspects: monitored("used or newly assigned critical permissions"),
  },
  {
    id: "MON-4",
    section: "MON",
    title: "Denial of service and other attacks",
    statement: "Denial of service and other attacks are monitored.",
    gate: "high",
    items: { "tss-web-2.0": "3.9.4", "tss-web-md": "2.9 (4)" },
    references: [references.assurance],
    mappings: [nist("SI-4", "close"), nist("SC-5(3)", "close"), iso("8.16", "close"), cis("13.3", "partial")],
    aspects: monitored("denial of service or other attacks"),
  },
  {
    id: "MON-5",
    section: "MON",
    title: "Critical findings of scans",
    statement: "Critical findings of security scans are monitored.",
    gate: "high",
    items: { "tss-web-2.0": "3.9.5", "tss-web-md": "2.9 (5)" },
    references: [references.assurance, references.deadlines],
    mappings: [nist("RA-5", "partial"), iso("8.8", "partial")],
    aspects: [
      {
        id: "scans-arrive",
        level: "MUST",
        subjects: ["system"],
        statement: "The findings of every scan of the system arrive where alerts are raised.",
        wouldVerify: "put the system's scans on the ledger",
        attest: "The results of all scans of the system are collected, and where.",
      },
      {
        id: "alert-raised",
        level: "MUST",
        subjects: ["system"],
        statement: "A new critical finding raised an alert inside the time limit.",
        wouldVerify: "allow a harmless drill finding on the system, and say where its alert should arrive",
        attest: "A new critical finding, or a drill of one, raised an alert on a given day.",
      },
    ],
  },
];
