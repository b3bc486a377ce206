import { cis, iso, nist } from "../mapping.ts";
import { references } from "../reference.ts";
import type { Requirement } from "../requirement.ts";

/** Maintenance: 3.7 of tss-web-2.0, 2.7 of tss-web-md. */
export const maintenance: readonly Requirement[] = [
  {
    id: "MNT-1",
    section: "MNT",
    title: "Systems kept up to date",
    statement: "Systems are kept up to date, inside the remediation deadlines.",
    gate: "standard",
    items: { "tss-web-2.0": "3.7.1", "tss-web-md": "2.7 (1)" },
    references: [references.deadlines],
    mappings: [
      nist("SI-2", "close"),
      nist("SA-22", "partial"),
      iso("8.8", "close"),
      cis("7.3", "close"),
      cis("7.4", "close"),
    ],
    aspects: [
      {
        id: "security-updates",
        level: "MUST",
        subjects: ["host"],
        statement: "No security update of the host is pending past its deadline.",
        wouldVerify: "let the host fetch its signed package lists, so that they are fresh",
        attest: "All security updates of the host were installed on a given day.",
      },
      {
        id: "supported-release",
        level: "MUST",
        subjects: ["host"],
        statement: "The host's operating system still gets security updates.",
        wouldVerify: "let Holdfast read os-release of the host, of a release whose end of support is known",
        attest: "The operating system is supported by its maker, and until when.",
      },
      {
        id: "supported-runtimes",
        level: "MUST",
        subjects: ["host"],
        statement: "The runtimes that applications use on the host still get security updates.",
        wouldVerify: "declare the technology of the system, of runtimes whose end of support is known",
        attest: "All runtimes in use are supported by their makers, and until when.",
      },
      {
        id: "reboot",
        level: "MUST",
        subjects: ["host"],
        statement: "The running kernel is the installed one: no reboot is pending.",
        wouldVerify: "let Holdfast read the running and the installed kernel of the host",
        attest: "The host was restarted after its last kernel update.",
      },
      {
        id: "stale-libraries",
        level: "MUST",
        subjects: ["host"],
        statement: "No running process still uses a library that was replaced by an update.",
        wouldVerify: "run as root on the host, so that the mapped files of every process can be read",
        attest: "All services were restarted after the last update.",
      },
      {
        id: "image-updates",
        level: "MUST",
        subjects: ["image"],
        statement:
          "No security update of the image's packages is pending past its deadline, and its release is supported.",
        wouldVerify: "declare the images of the system, and let Holdfast fetch the distribution's package lists",
        attest: "All security updates were in the image on a given day.",
      },
      {
        id: "running-images",
        level: "MUST",
        subjects: ["container"],
        statement: "Every running container is made of the newest build of its image.",
        wouldVerify: "declare the containers of the system and the engine they run on",
        attest: "All containers were replaced after the last build of their images.",
      },
      {
        id: "served-versions",
        level: "MUST",
        subjects: ["endpoint"],
        statement: "No software or script library that the endpoint serves is known as outdated or vulnerable.",
        wouldVerify: "declare the endpoints of the system, reachable for Holdfast, with a list of known versions",
        attest: "The software behind the endpoint and what it serves to browsers is current.",
      },
    ],
  },
  {
    id: "MNT-2",
    section: "MNT",
    title: "Unused applications decommissioned",
    statement: "Applications that are no longer used are decommissioned.",
    gate: "standard",
    items: { "tss-web-2.0": "3.7.2", "tss-web-md": "2.7 (2)" },
    references: [],
    mappings: [nist("CM-7", "partial"), nist("CM-8", "partial"), iso("5.9", "partial")],
    aspects: [
      {
        id: "in-use",
        level: "MUST",
        subjects: ["system"],
        statement: "The system was used inside the policy's window, by requests or sessions.",
        wouldVerify: "let Holdfast read the system's access logs or session tables",
        attest: "The system is in use, by whom, and since when that was last reviewed.",
      },
      {
        id: "gone",
        level: "MUST",
        subjects: ["system"],
        statement: "What is marked as decommissioned no longer answers, resolves or runs.",
        wouldVerify: "declare which systems were decommissioned, with their endpoints and hosts",
        attest: "No decommissioned part of the system answers, resolves or runs; tried on a given day.",
      },
    ],
  },
];
