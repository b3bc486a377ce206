/** What a TLS server of the test bed is told to offer. */
export interface TlsWish {
  /** Such as `TLSv1.2`. */
  readonly protocols: readonly string[];
  /** IANA names, the server's favourite first. */
  readonly suites: readonly string[];
  /** In the server's own notation. */
  readonly groups: readonly string[];
}
