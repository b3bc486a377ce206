/** A running web server of the test bed. */
export interface WebServer {
  /** Port of https on 127.0.0.1. */
  readonly port: number;
  /** Port of plain http on 127.0.0.1. */
  readonly plainPort: number;
  /** PEM file of the authority that issued its certificate. */
  readonly authority: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export type Variant = "bad" | "good";

/** The name that the test bed's certificates are for; the connection goes to 127.0.0.1. */
export const siteName = "www.example.com";
