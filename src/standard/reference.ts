/** The other chapters of the standard that requirements lean on. */
export const references = {
  tls: "8.10 Data security (TLS)",
  headers: "Appendix A: security headers",
  secrets: "8.11 Secrets",
  services: "8.13 Service and API security",
  deadlines: "Remediation deadlines",
  assurance: "Assurance classes",
} as const;
