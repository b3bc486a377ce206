import { cis, iso, nist } from "../mapping.ts";
import type { Requirement } from "../requirement.ts";

/** Incident management: 3.10 of tss-web-2.0, 2.10 of tss-web-md. */
export const incidents: readonly Requirement[] = [
  {
    id: "INC-1",
    section: "INC",
    title: "Incident process implemented and followed",
    statement:
      "A consistent process for incidents, with roles, responsibilities and escalation, is implemented and followed.",
    gate: "standard",
    items: { "tss-web-2.0": "3.10.1", "tss-web-md": "2.10 (1)" },
    references: [],
    mappings: [
      nist("IR-4", "close"),
      nist("IR-8", "close"),
      nist("IR-3", "partial"),
      iso("5.24", "close"),
      iso("5.26", "close"),
      cis("17.4", "close"),
      cis("17.5", "close"),
    ],
    aspects: [
      {
        id: "roles",
        level: "MUST",
        subjects: ["estate"],
        statement: "Every role of the process is filled by an active person and a deputy.",
        wouldVerify: "declare the roles of the incident process, and the people who fill them",
        attest: "All roles of the process are filled, by whom, with deputies.",
      },
      {
        id: "escalation",
        level: "MUST",
        subjects: ["estate"],
        statement: "Every escalation chain ends with a person who may decide.",
        wouldVerify: "declare the escalation chains of the incident process",
        attest: "Every escalation chain is written down and ends with a person who may decide.",
      },
      {
        id: "notification",
        level: "MUST",
        subjects: ["estate"],
        statement: "A test notification reached every person of the process.",
        wouldVerify: "declare how the people of the process are notified, and allow a test",
        attest: "All people of the process were reached by a test on a given day.",
      },
      {
        id: "drill",
        level: "MUST",
        subjects: ["estate"],
        statement: "A drill of the whole process ran inside the interval.",
        wouldVerify: "put a drill of the incident process on the ledger",
        attest: "The process was exercised on a given day, and with what result.",
      },
      {
        id: "followed",
        level: "MUST",
        subjects: ["estate"],
        statement: "Every incident on the ledger kept the deadlines of the process.",
        wouldVerify: "put the incidents on the ledger, with the times of each step",
        attest: "All incidents of a given period followed the process, and where their records are.",
      },
    ],
  },
];
