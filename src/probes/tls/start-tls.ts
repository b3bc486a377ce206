/** Protocols that start in clear text and can be asked to go on with TLS. */
export const startTlsProtocols = ["smtp", "imap", "pop3", "ftp", "ldap", "postgresql", "mysql"] as const;
export type StartTls = (typeof startTlsProtocols)[number];
